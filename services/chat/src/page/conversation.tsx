import { useChat } from '@ai-sdk/react'
import { DefaultChatTransport } from 'ai'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Boot } from '../boot.ts'
import { type ChatMessage, textOf } from '../messages.ts'
import { Composer } from './composer.tsx'
import { FaultNote } from './fault-note.tsx'
import { MessageView } from './message.tsx'
import { type Fault, faultOf, request } from './requests.ts'
import { useStickToEnd } from './stick-to-end.ts'
import { Welcome } from './welcome.tsx'

interface ConversationProps {
  boot: Boot
  state: 'new' | 'kept' | 'deleted'
  /** The first message is kept. */
  onKept: () => void
}

export function ConversationView({ boot, state, onKept }: ConversationProps) {
  const { id } = boot.conversation
  const draft = useDraft(state === 'new' ? 'new' : id)
  const transport = useTransport(() => {
    draft.clear()
    if (state === 'new') onKept()
  })
  const chat = useChat<ChatMessage>({
    id,
    messages: boot.conversation.messages,
    transport,
    resume: boot.conversation.answering,
    throttle: 50,
  })
  const { messages, status, error, sendMessage, regenerate, setMessages } = chat
  const [stopFault, setStopFault] = useState<Fault>()
  const isBusy = status === 'submitted' || status === 'streaming'
  const log = useStickToEnd(messages)

  const send = useCallback(
    (text: string) => {
      setStopFault(undefined)
      draft.keep(text)
      void sendMessage({ text })
    },
    [draft, sendMessage],
  )
  // The server ends the stream itself: what came until then is the answer that is kept.
  const stop = useCallback(() => {
    request('POST', `/conversations/${id}/stop/`).catch((error: unknown) => setStopFault(faultOf(error)))
  }, [id])
  useStopKey(isBusy, stop)

  const markUndone = (messageId: string, toolCallId: string) =>
    setMessages((all) =>
      all.map((message) =>
        message.id === messageId
          ? { ...message, parts: [...message.parts, { type: 'data-undone' as const, data: { toolCallId } }] }
          : message,
      ),
    )

  const fault = stopFault ?? (error && faultOf(error))
  const last = messages.at(-1)
  const isUnanswered = !fault && !isBusy && !boot.conversation.answering && last?.role === 'user'
  return (
    <>
      {/* What scrolls must be reachable by keyboard. */}
      <div className="log" role="log" aria-label="Messages" aria-busy={isBusy} tabIndex={0} ref={log}>
        <div className="column">
          {messages.length === 0 && <Welcome id={id} model={boot.model} onAsk={send} />}
          {messages.map((message) => (
            <MessageView
              key={message.id}
              message={message}
              conversationId={id}
              today={boot.account.today}
              isLast={message === last}
              isBusy={isBusy}
              onRetry={() => void regenerate()}
              onChoose={(number) => send(String(number))}
              onUndone={(toolCallId) => markUndone(message.id, toolCallId)}
            />
          ))}
          {status === 'submitted' && last?.role === 'user' && (
            <p className="thinking">
              <span className="visually-hidden">An answer is being written</span>
            </p>
          )}
          {fault && <FaultNote fault={fault} boot={boot} onRetry={() => void regenerate()} />}
          {isUnanswered && (
            <FaultNote
              fault={{ text: 'This was not answered.', code: 'unanswered' }}
              boot={boot}
              onRetry={() => void regenerate()}
            />
          )}
        </div>
      </div>
      {state === 'deleted' ? (
        <p className="deleted quiet">
          This conversation is deleted. <a href="/">Begin a new one</a>
        </p>
      ) : (
        <Composer id={id} draft={draft} isBusy={isBusy} onSend={send} onStop={stop} />
      )}
    </>
  )
}

/**
 * Says when the server has taken a message: it answers only when the message is kept. The status of the chat would not
 * do, since an answer that arrives all at once is over before the page is ever drawn as being answered.
 */
function useTransport(onTaken: () => void) {
  const latest = useRef(onTaken)
  useEffect(() => {
    latest.current = onTaken
  })
  return useMemo(
    () =>
      new DefaultChatTransport<ChatMessage>({
        prepareSendMessagesRequest({ id, messages }) {
          const question = messages.findLast((message) => message.role === 'user')
          return {
            api: `/conversations/${id}/messages/`,
            body: { id: question?.id, text: question ? textOf(question) : '' },
          }
        },
        prepareReconnectToStreamRequest: ({ id }) => ({ api: `/conversations/${id}/stream/` }),
        async fetch(address, options) {
          const response = await fetch(address, options)
          if (response.ok && options?.method === 'POST') latest.current()
          return response
        },
      }),
    [],
  )
}

function useStopKey(isBusy: boolean, stop: () => void) {
  useEffect(() => {
    if (!isBusy) return undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) stop()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [isBusy, stop])
}

export interface Draft {
  read: () => string
  keep: (text: string) => void
  clear: () => void
}

/** What is written and not yet kept by the server, kept in this tab: a reload or a crash loses no text. */
function useDraft(name: string): Draft {
  const first = useRef(name)
  return useMemo(() => {
    const key = `draft ${first.current}`
    return {
      read: () => sessionStorage.getItem(key) ?? '',
      keep: (text) => (text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key)),
      clear: () => sessionStorage.removeItem(key),
    }
  }, [])
}
