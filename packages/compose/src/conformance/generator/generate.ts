import type { Case } from '../case.ts'
import { Chooser, VARIABLES } from './chooser.ts'
import { spoilFile, spoilService } from './refusals.ts'
import { everyResource, someResources } from './resources.ts'
import { serviceFields, SERVICES } from './services.ts'
import { Raw, Tagged, writeBlock, writeFlow } from './write.ts'

// Random layered stacks over the fields of the specification, with the files that they extend, include and read.

type Fields = Record<string, unknown>

/** Fields that contradict each other: the second is seldom kept, so that most stacks are accepted. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['networks', 'network_mode'],
  ['deploy', 'scale'],
  ['scale', 'container_name'],
  ['deploy', 'container_name'],
  ['deploy', 'cpus'],
  ['deploy', 'mem_limit'],
  ['deploy', 'mem_reservation'],
  ['deploy', 'pids_limit'],
  ['network_mode', 'mac_address'],
]

const FILES: Record<string, string> = {
  'a.env': 'A=file\nFROM_FILE="x ${WORD}"\n# c\nLIT=\'${WORD}\'\n',
  'b.env': 'A=${A}b\nEMPTY_ONE=\nexport E=${NOT_SET:-d}\nONLY_NAMED\nWITH_COMMENT=a # b\n',
  'raw.env': 'RAW="quoted ${WORD}"\n# no comment=\nSPACED = x\n',
  'elsewhere/keep': 'so that the folder is there',
  'labels.env': 'one.label=x\nA=label file\n',
}

/** The stack of a seed; about one in four has a fault in it. */
export function generateCase(seed: number): Case {
  const c = new Chooser(seed)
  const count = 2 + c.integer(2)
  const files = { ...FILES }
  const layers = Array.from({ length: count }, (_, index) => layer(c, index, files))
  if (c.chance(0.25)) {
    const spoilt = c.pick(layers)
    const service = c.pick(Object.values(spoilt.services as Fields).filter((each) => each instanceof Object)) as Fields
    if (c.chance(0.75) && service && !(service instanceof Tagged)) spoilService(c, service)
    else spoilFile(c, spoilt)
  }
  return {
    name: `seed ${seed}`,
    layers: layers.map((each) => write(c, each)),
    environment: { ...VARIABLES },
    files,
    ...(c.chance(0.3) ? { profiles: c.pick([['p'], ['p', 'q'], ['*'], ['none']]) } : {}),
    ...(c.chance(0.1) ? { projectName: 'given' } : {}),
    ...envFiles(c, files),
  }
}

function envFiles(c: Chooser, files: Record<string, string>): { envFiles?: string[] } {
  if (c.chance(0.3)) files['.env'] = 'WORD=shell wins\nB=from dotenv\nC=${B}$ONE\n'
  if (!c.chance(0.15)) return {}
  files['other.env'] = "B='other file'\nNOT_SET=\n"
  return { envFiles: c.pick([['other.env'], ['a.env', 'other.env']]) }
}

function write(c: Chooser, file: Fields): string {
  if (c.chance(0.3))
    return `${Object.entries(file)
      .map(([key, value]) => `${key}: ${writeFlow(value)}`)
      .join('\n')}\n`
  return `${writeBlock(file, (items) => c.pick(items)).join('\n')}\n`
}

function layer(c: Chooser, index: number, files: Record<string, string>): Fields {
  const file: Fields = {}
  if (c.chance(0.2)) file.version = '3.8'
  if (c.chance(0.3)) file.name = c.pick(['one', 'two-${WORD}', 'UP per'])
  const shared = c.chance(0.2)
  if (shared)
    file['x-shared'] = new Raw(
      `&shared {labels: {shared: "1"}, ${c.pick(['init: true', 'tty: false', 'user: "${WORD}"'])}}`,
    )
  if (c.chance(0.15)) file['x-extra'] = c.pick<unknown>([c.pairs(), [], { a: [] }, null, 5])
  const names = SERVICES.filter(() => index === 0 || c.chance(0.7))
  file.services = Object.fromEntries(names.map((name) => [name, service(c, name, index, shared)]))
  Object.assign(file, index === 0 ? everyResource(c) : c.chance(0.3) ? someResources(c) : {})
  if (c.chance(0.12)) extend(c, file.services as Fields, files)
  if (c.chance(0.1)) include(c, file, index, files)
  return file
}

function service(c: Chooser, name: string, index: number, shared: boolean): unknown {
  const fields: Fields = index === 0 ? { image: c.text('image') } : {}
  if (shared && c.chance(0.5)) fields['<<'] = new Raw(c.pick(['*shared', '[*shared]']))
  for (const [field, make] of Object.entries(serviceFields(c, name))) {
    if (!c.chance(0.1)) continue
    const value = make()
    // Compose forgets most empty lists between layers, and refuses what is left: rare here, or little would be accepted.
    if (Array.isArray(value) && value.length === 0 && !c.chance(0.03)) continue
    fields[field] = tagged(c, value, index)
  }
  for (const [first, second] of EXCLUSIVE) {
    const both = index === 0 ? fields[first] !== undefined : true
    if (both && !c.chance(0.05)) delete fields[second]
  }
  if (index > 0 && c.chance(0.01)) return new Tagged('!reset', null)
  return index > 0 && c.chance(0.01) ? new Tagged('!override', { image: 'new', ...fields }) : fields
}

function tagged(c: Chooser, value: unknown, index: number): unknown {
  if (index === 0 || value === null) return value
  if (c.chance(0.05)) return new Tagged('!reset', c.pick([null, value]))
  return c.chance(0.07) ? new Tagged('!override', value) : value
}

/** A service takes over another's fields: of the same file, of a file in a folder, or through a chain of both. */
function extend(c: Chooser, services: Fields, files: Record<string, string>): void {
  const from = c.pick(['same', 'other', 'chain'])
  const parent = {
    ...(service(c, 'job', 0, false) as Fields),
    depends_on: undefined,
    links: undefined,
    volumes_from: undefined,
  }
  const child = c.pick(Object.keys(services))
  const fields = services[child]
  if (!fields || fields instanceof Tagged) return
  const local = { ...parent, network_mode: undefined }
  if (from === 'same') {
    services.parent = local
    Object.assign(fields, { extends: c.pick<unknown>(['parent', { service: 'parent' }]) })
    return
  }
  const grand =
    from === 'chain'
      ? { grand: service(c, 'job', 0, false), common: { extends: 'grand', labels: c.pairs() } }
      : { common: local }
  files['parts/common.yml'] = write(c, { services: grand })
  files['parts/a.env'] = 'FROM_PARTS=yes\n'
  Object.assign(fields, { extends: { file: c.pick(['parts/common.yml', './parts/common.yml']), service: 'common' } })
}

/** A file of its own folder is included: alone, with another over it, with a folder or an env file named. */
function include(c: Chooser, file: Fields, index: number, files: Record<string, string>): void {
  const folder = `inc${index}`
  const name = `side${index}`
  const side = {
    image: c.text('side'),
    ...c.fields({
      environment: () => c.pairs(),
      volumes: () => ['./here:/here'],
      build: () => '.',
      labels: () => c.pairs(),
    }),
  }
  files[`${folder}/compose.yml`] = write(c, { services: { [name]: side } })
  files[`${folder}/over.yml`] = write(c, { services: { [name]: { environment: { OVER: '${LOCAL:-none}' } } } })
  if (c.chance(0.5)) files[`${folder}/.env`] = 'LOCAL=of the folder\nWORD=hidden\n'
  const path = `${folder}/compose.yml`
  file.include = [
    c.pick<unknown>([
      path,
      `./${path}`,
      { path },
      { path: [path, `${folder}/over.yml`] },
      { path, project_directory: c.pick(['.', `./${folder}`, 'elsewhere']) },
      { path, env_file: c.pick<unknown>(['a.env', ['a.env', 'b.env']]) },
    ]),
  ]
}
