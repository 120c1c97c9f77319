import type { Case } from './case.ts'
import { COMPOSITION } from './cases/composition.ts'
import { ENVIRONMENT } from './cases/environment.ts'
import { FORMS } from './cases/forms.ts'
import { FOUND } from './cases/found.ts'
import { INTERPOLATION } from './cases/interpolation.ts'
import { MERGING } from './cases/merging.ts'
import { REFUSALS } from './cases/refusals.ts'
import { SPECIFICATION } from './cases/specification.ts'
import { SPECIFICATION_LAYERS } from './cases/specification-layers.ts'
import { SPECIFICATION_MODEL } from './cases/specification-model.ts'
import { TYPES } from './cases/types.ts'

/** Every hand-written case, each with a name of its own. */
export const CASES: readonly Case[] = [
  ...MERGING,
  ...INTERPOLATION,
  ...ENVIRONMENT,
  ...FORMS,
  ...REFUSALS,
  ...COMPOSITION,
  ...TYPES,
  ...FOUND,
  ...SPECIFICATION,
  ...SPECIFICATION_MODEL,
  ...SPECIFICATION_LAYERS,
]
