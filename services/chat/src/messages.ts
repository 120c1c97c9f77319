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
  items: { id: string; label: string }[]
}

/** AI SDK messages, with three data parts of our own. They are kept through the API as they are. */
export type ChatMessage = UIMessage<never, { end: AnswerEnd; choices: Choices; undone: { toolCallId: string } }>
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
  const line = text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim()
  if (line.length <= 60) return line || 'Conversation'
  const cut = line.slice(0, 60)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40)).trim()} …`
}
