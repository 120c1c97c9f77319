import type { Account } from '@ichrisbirch/contract/account'
import type { Conversation } from '@ichrisbirch/contract/conversations'
import type { ChatMessage } from './messages.ts'

/** What the page begins with: rendered on the server, and handed to the browser as it is. */
export interface Boot {
  account: Pick<Account, 'name' | 'theme' | 'accentHue' | 'timeZone' | 'dayStartHour' | 'today'>
  appOrigin: string
  /** The model's name; null for the offline assistant. */
  model: string | null
  conversations: Conversation[]
  /** The key of the next page of conversations. */
  next: string | null
  conversation: {
    id: string
    /** `new` until its first message is kept. */
    state: 'new' | 'kept'
    title: string
    messages: ChatMessage[]
    /** An answer was being written when the page was rendered: it is to be read on. */
    answering: boolean
  }
}
