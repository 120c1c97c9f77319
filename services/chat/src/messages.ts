import type { UIMessage } from 'ai'

/** A person's message may be this long, in UTF-16 code units. */
export const MAX_TEXT = 20_000

/** Why an answer is not whole, in words for the person. */
export interface AnswerEnd {
  reason: 'stopped' | 'failed' | 'not_kept'
  text: string
  suggestion?: string
}

/** Things to choose from, one of which the person names by its number. */
export interface Choices {
  does: 'completeTask'
  items: { id: string; name: string; facts: string[] }[]
}

/** Tasks and autotasks to be shown as rows, in groups. */
export interface TaskRows {
  groups: { heading?: string; rows: TaskRow[] }[]
  /** How many more there are than are shown. */
  more: number
}

export interface TaskRow {
  id: string
  name: string
  state: 'open' | 'overdue' | 'done'
  facts: string[]
}

/** AI SDK messages, with four data parts of our own. They are kept through the API as they are. */
export type ChatMessage = UIMessage<
  never,
  { end: AnswerEnd; choices: Choices; tasks: TaskRows; undone: { toolCallId: string } }
>
export type ChatPart = ChatMessage['parts'][number]

export function textOf(message: ChatMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** The choices that the last answer offered, if it did. */
export function choicesOf(messages: ChatMessage[]): Choices | undefined {
  const last = messages.findLast((message) => message.role === 'assistant')
  const part = last?.parts.findLast((part) => part.type === 'data-choices')
  return part?.type === 'data-choices' ? part.data : undefined
}

/** What a new conversation is called: its first words. */
export function titleOf(text: string): string {
  const words = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const line = words.charAt(0).toUpperCase() + words.slice(1)
  if (line.length <= 60) return line || 'Conversation'
  const cut = line.slice(0, 60)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40)).trim()} …`
}
