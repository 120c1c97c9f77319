import type { AnythingContext } from '@ichrisbirch/contract/quick-add-anything'
import type { QuickAdd } from '@ichrisbirch/contract/quick-add'
import { useState } from 'react'
import type { Kind } from './kinds.ts'

/** A line as it is understood. */
interface Reading {
  kind: Kind
  /** In words what it will become, or what is missing. */
  said: string
  /** Nothing can be added yet. */
  isLacking: boolean
  /** The parts of a task, as offsets into the line. */
  understood: QuickAdd['understood']
}

export const FIELDS = {
  tasks: { label: 'Add a task', placeholder: 'Add a task: “call Ana tomorrow”' },
  anything: { label: 'Add anything', placeholder: 'Add: “call Ana tomorrow”, “€12 pizza wasted”, a link …' },
}
export type Reads = keyof typeof FIELDS

type Read = (line: string, context: AnythingContext, chosen?: Kind) => Reading

/** What reads a line is loaded when a field is first used. */
async function loadReader(): Promise<Read> {
  const [{ readAnything }, { sayAnything }] = await Promise.all([
    import('@ichrisbirch/contract/quick-add-anything'),
    import('./say.ts'),
  ])
  return (line, context, chosen) => {
    const read = readAnything(line, context, chosen)
    const isLacking = 'missing' in read
    const shift = 'task' in read ? line.indexOf(read.line) : 0
    const parts = 'task' in read ? read.task.understood : []
    return {
      kind: read.kind,
      said: isLacking ? read.missing : sayAnything(read, context),
      isLacking,
      understood: parts.map((part) => ({ ...part, start: part.start + shift, end: part.end + shift })),
    }
  }
}

/** What a line will become, from when `startReading` was called. */
export function useReading(reads: Reads, line: string, chosen: Kind | '', context: AnythingContext) {
  const [reader, setReader] = useState<{ read: Read }>()
  const startReading = () => {
    if (!reader) void loadReader().then((read) => setReader({ read }))
  }
  const as = reads === 'tasks' ? 'task' : chosen
  const reading = line.trim() ? reader?.read(line, context, as || undefined) : undefined
  return { reading, startReading }
}
