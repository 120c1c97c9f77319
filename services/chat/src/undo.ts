import type { Client } from '@ichrisbirch/contract/client'
import type { ChatMessage } from './messages.ts'

/** What the assistant did with a tool, as far as undoing it needs. */
export interface Deed {
  tool: string
  id: string
}

/** How each writing tool is undone; one that is absent cannot be undone by a single call. */
const UNDO: Record<string, (client: Client, id: string) => Promise<unknown>> = {
  createTask: (client, id) => client.deleteTask({ params: { id } }),
  completeTask: (client, id) => client.reopenTask({ params: { id } }),
  reopenTask: (client, id) => client.completeTask({ params: { id } }),
  createJournalEntry: (client, id) => client.deleteJournalEntry({ params: { id } }),
  createAutotask: (client, id) => client.deleteAutotask({ params: { id } }),
}

/** What a tool call of a kept message did, if it can be undone and was not yet. */
export function undoable(message: ChatMessage, toolCallId: string): Deed | undefined {
  const isUndone = message.parts.some((part) => part.type === 'data-undone' && part.data.toolCallId === toolCallId)
  const part = message.parts.find((part) => 'toolCallId' in part && part.toolCallId === toolCallId)
  if (isUndone || !part || !('output' in part) || part.state !== 'output-available') return undefined
  const tool = part.type.replace(/^tool-/, '')
  const id = (part.output as { id?: unknown } | undefined)?.id
  return tool in UNDO && typeof id === 'string' ? { tool, id } : undefined
}

/** @throws ApiError */
export async function undo(client: Client, deed: Deed): Promise<void> {
  await UNDO[deed.tool]?.(client, deed.id)
}
