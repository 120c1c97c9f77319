import type { Engine } from '../engines/engine.ts'
import type { Model } from '../engines/local/model.ts'
import type { Stack } from '../environments.ts'

/** One line of what the doctor has to say. */
export type Finding = {
  /** `unknown`: the check could not find out, and says why. */
  state: 'ok' | 'problem' | 'unknown'
  text: string
  /** The command that mends it. */
  fix?: string
  /** Mends it here and now, where nothing can be lost by it. @returns what was done. */
  repair?: () => Promise<string> | string
}

/** What the checks look at: one environment of this checkout, and the engine that runs it or would. */
export type Scene = {
  stack: Stack
  engine: Engine
  /** The rendered layers, or why they cannot be rendered. */
  model: Model | Error
  signal: AbortSignal
}

/** A check of one environment. It changes nothing. */
export type Check = (scene: Scene) => Promise<Finding[]> | Finding[]

export const ok = (text: string): Finding => ({ state: 'ok', text })
export const unknown = (text: string): Finding => ({ state: 'unknown', text })
export const problem = (text: string, fix?: string, repair?: Finding['repair']): Finding => ({
  state: 'problem',
  text,
  ...(fix !== undefined && { fix }),
  ...(repair && { repair }),
})
