import type { Conversation } from '@ichrisbirch/contract/conversations'
import { type KeyboardEvent, useState } from 'react'
import type { Boot } from '../boot.ts'
import { IconCheckbox, IconPencil, IconPlus, IconTrash } from './icons.ts'
import { groupByDay } from './conversation-days.ts'

interface SidebarProps {
  boot: Boot
  list: { items: Conversation[]; next: string | null }
  onRename: (conversation: Conversation, title: string) => void
  onRemove: (conversation: Conversation) => void
  onMore: () => void
}

/** The conversations, newest first. On a phone it is a popover, which needs no script; wider, it is always there. */
export function Sidebar({ boot, list, onRename, onRemove, onMore }: SidebarProps) {
  return (
    <nav id="conversations" className="sidebar" popover="auto" aria-label="Conversations">
      <div className="sidebar-head">
        <a className="house" href={`${boot.appOrigin}/`}>
          ichrisbirch
        </a>
        <a className="nav-row" href={`${boot.appOrigin}/tasks`}>
          <IconCheckbox size={18} stroke={1.75} aria-hidden /> Tasks
        </a>
        <a className="nav-row" href="/" aria-current={boot.conversation.state === 'new' ? 'page' : undefined}>
          <IconPlus size={18} stroke={1.75} aria-hidden /> New conversation
        </a>
      </div>
      <div className="sidebar-list">
        {groupByDay(list.items, boot.account).map(({ heading, items }) => (
          <section key={heading} aria-label={heading}>
            <h2 className="group">{heading}</h2>
            <ul>
              {items.map((conversation) => (
                <Row
                  key={conversation.id}
                  conversation={conversation}
                  isCurrent={conversation.id === boot.conversation.id}
                  onRename={onRename}
                  onRemove={onRemove}
                />
              ))}
            </ul>
          </section>
        ))}
        {list.items.length === 0 && <p className="quiet sidebar-empty">Your conversations are kept here.</p>}
        {list.next && (
          <button type="button" className="text-button needs-script" onClick={onMore}>
            Show older
          </button>
        )}
      </div>
      <a className="nav-row sidebar-foot" href={`${boot.appOrigin}/account`}>
        <span className="avatar" aria-hidden>
          {boot.account.name.slice(0, 1).toUpperCase()}
        </span>
        <span className="cut">{boot.account.name}</span>
      </a>
    </nav>
  )
}

interface RowProps {
  conversation: Conversation
  isCurrent: boolean
  onRename: (conversation: Conversation, title: string) => void
  onRemove: (conversation: Conversation) => void
}

function Row({ conversation, isCurrent, onRename, onRemove }: RowProps) {
  const [isEditing, setEditing] = useState(false)
  if (isEditing) {
    const save = (title: string) => {
      setEditing(false)
      if (title.trim() && title.trim() !== conversation.title) onRename(conversation, title.trim())
    }
    const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.key === 'Enter' && !event.nativeEvent.isComposing) save(event.currentTarget.value)
      if (event.key === 'Escape') {
        // Escape would close the sheet on a phone as well.
        event.preventDefault()
        setEditing(false)
      }
    }
    return (
      <li className="nav-item">
        <input
          className="rename"
          aria-label="Title of the conversation"
          defaultValue={conversation.title}
          maxLength={200}
          ref={(input) => input?.select()}
          onKeyDown={onKeyDown}
          onBlur={(event) => save(event.currentTarget.value)}
        />
      </li>
    )
  }
  return (
    <li className="nav-item">
      <a className="nav-row" href={`/c/${conversation.id}`} aria-current={isCurrent ? 'page' : undefined}>
        <span className="cut">{conversation.title}</span>
      </a>
      <span className="nav-actions needs-script">
        <button
          type="button"
          className="small-button"
          aria-label={`Rename ${conversation.title}`}
          onClick={() => setEditing(true)}
        >
          <IconPencil size={16} stroke={1.75} aria-hidden />
        </button>
        <button
          type="button"
          className="small-button"
          aria-label={`Delete ${conversation.title}`}
          onClick={() => onRemove(conversation)}
        >
          <IconTrash size={16} stroke={1.75} aria-hidden />
        </button>
      </span>
    </li>
  )
}
