import type { Conversation } from '@ichrisbirch/contract/conversations'
import type { Page as ListPage } from '@ichrisbirch/contract/wire'
import { useCallback, useEffect, useState } from 'react'
import type { Boot } from '../boot.ts'
import { ConversationView } from './conversation.tsx'
import { IconCheckbox, IconMenu, IconPlus } from './icons.ts'
import { faultOf, request } from './requests.ts'
import { Sidebar } from './sidebar.tsx'
import { Toast, type ToastContent } from './toast.tsx'

/** The frame: conversations at the left (a sheet on a phone), one conversation at the right. */
export function Page({ boot }: { boot: Boot }) {
  const [list, setList] = useState({ items: boot.conversations, next: boot.next })
  const [state, setState] = useState<'new' | 'kept' | 'deleted'>(boot.conversation.state)
  const [toast, setToast] = useState<ToastContent>()
  const { id } = boot.conversation
  const current = list.items.find((conversation) => conversation.id === id)
  const title = current?.title ?? (state === 'new' ? 'New conversation' : boot.conversation.title)

  useEffect(() => {
    document.title = `${state === 'new' ? 'Chat' : title} · ichrisbirch`
  }, [state, title])

  const endToast = useCallback(() => setToast(undefined), [])
  const refresh = useCallback(async () => {
    const page = await request<ListPage<Conversation>>('GET', '/conversations/?limit=100')
    setList(page)
  }, [])

  const onKept = useCallback(() => {
    setState('kept')
    if (location.pathname !== `/c/${id}`) history.replaceState(null, '', `/c/${id}`)
    refresh().catch((error: unknown) => setToast({ text: faultOf(error).text }))
  }, [id, refresh])

  const change = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await refresh()
    } catch (error) {
      setToast({ text: faultOf(error).text })
    }
  }

  const rename = (conversation: Conversation, title: string) =>
    change(() => request('PATCH', `/conversations/${conversation.id}/`, { title }))

  const restore = (conversation: Conversation) =>
    change(async () => {
      await request('POST', `/conversations/${conversation.id}/restore/`)
      if (conversation.id === id) setState('kept')
      setToast(undefined)
    })

  const remove = (conversation: Conversation) =>
    change(async () => {
      await request('DELETE', `/conversations/${conversation.id}/`)
      if (conversation.id === id) setState('deleted')
      setToast({
        text: `Deleted “${conversation.title}”`,
        action: { label: 'Undo', run: () => void restore(conversation) },
      })
    })

  const loadMore = () =>
    request<ListPage<Conversation>>('GET', `/conversations/?limit=100&after=${encodeURIComponent(list.next ?? '')}`)
      .then((page) => setList({ items: [...list.items, ...page.items], next: page.next }))
      .catch((error: unknown) => setToast({ text: faultOf(error).text }))

  return (
    <div className="frame">
      <Sidebar
        boot={boot}
        list={list}
        onRename={(conversation, title) => void rename(conversation, title)}
        onRemove={(conversation) => void remove(conversation)}
        onMore={() => void loadMore()}
      />
      <main className="main">
        <header className="bar">
          <button
            type="button"
            className="icon-button only-narrow"
            popoverTarget="conversations"
            aria-label="Conversations"
          >
            <IconMenu size={20} stroke={1.75} aria-hidden />
          </button>
          <h1 className="bar-title">{title}</h1>
          <span className="fact only-wide">{boot.model ?? 'Offline assistant'}</span>
          <a className="icon-button only-narrow" href="/" aria-label="New conversation">
            <IconPlus size={20} stroke={1.75} aria-hidden />
          </a>
          <a className="icon-button only-narrow" href={`${boot.appOrigin}/tasks`} aria-label="Tasks">
            <IconCheckbox size={20} stroke={1.75} aria-hidden />
          </a>
        </header>
        <ConversationView boot={boot} state={state} onKept={onKept} />
      </main>
      <Toast content={toast} onEnd={endToast} />
    </div>
  )
}
