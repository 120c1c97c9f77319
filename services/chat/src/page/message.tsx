import { Fragment, memo } from 'react'
import { type AnswerEnd, type ChatMessage, type ChatPart, type TaskRows, textOf } from '../messages.ts'
import { DeedRow, isToolPart } from './deed-row.tsx'
import { IconAlertTriangle } from './icons.ts'
import { SafeMarkdown } from './markdown.tsx'

interface MessageProps {
  message: ChatMessage
  conversationId: string
  today: string
  isLast: boolean
  isBusy: boolean
  onRetry: () => void
  onChoose: (number: number) => void
  onUndone: (toolCallId: string) => void
}

export function MessageView(props: MessageProps) {
  const { message } = props
  if (message.role === 'user') {
    return (
      <article className="question" aria-label="You">
        {textOf(message)}
      </article>
    )
  }
  return (
    <article className="answer" aria-label="Answer">
      {message.parts.map((part, index) => (
        // Parts are only ever added at the end.
        <Part key={index} part={part} {...props} />
      ))}
    </article>
  )
}

function Part({ part, ...props }: MessageProps & { part: ChatPart }) {
  const { message, conversationId, today, isLast, isBusy } = props
  if (isToolPart(part)) {
    return (
      <DeedRow
        part={part}
        message={message}
        conversationId={conversationId}
        today={today}
        isBusy={isLast && isBusy}
        onUndone={() => props.onUndone(part.toolCallId)}
      />
    )
  }
  if (part.type === 'text') return <SafeMarkdown text={part.text} />
  if (part.type === 'reasoning') return <Reasoning text={part.text} />
  if (part.type === 'data-end') return <End end={part.data} onRetry={isLast && !isBusy ? props.onRetry : undefined} />
  if (part.type === 'data-tasks') return <TaskList tasks={part.data} />
  if (part.type === 'data-choices') {
    return (
      <ol className="choices">
        {part.data.items.map(({ id, name, facts }, index) => (
          <li key={id}>
            <button
              type="button"
              className="choice"
              disabled={!isLast || isBusy}
              onClick={() => props.onChoose(index + 1)}
            >
              <span className="fact">{index + 1}</span>
              <span className="task-name">{name}</span>
              <span className="fact">{facts.join(' · ')}</span>
            </button>
          </li>
        ))}
      </ol>
    )
  }
  return null
}

function TaskList({ tasks }: { tasks: TaskRows }) {
  return (
    <div className="tasks">
      {tasks.groups.map(({ heading, rows }) => (
        <Fragment key={heading ?? ''}>
          {heading && <h2>{heading}</h2>}
          <ul>
            {rows.map(({ id, name, state, facts }) => (
              <li key={id}>
                <span className="task-name">{state === 'done' ? <s>{name}</s> : name}</span>
                <span className="fact">
                  {state === 'overdue' ? <span className="overdue">{facts[0]}</span> : facts[0]}
                  {facts.slice(1).map((fact) => ` · ${fact}`)}
                </span>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
      {tasks.more > 0 && <p className="quiet">and {tasks.more} more.</p>}
    </div>
  )
}

const Reasoning = memo(function Reasoning({ text }: { text: string }) {
  if (!text.trim()) return null
  return (
    <details className="reasoning">
      <summary>Thoughts</summary>
      <SafeMarkdown text={text} />
    </details>
  )
})

function End({ end, onRetry }: { end: AnswerEnd; onRetry: (() => void) | undefined }) {
  const isFault = end.reason !== 'stopped'
  return (
    <div className={isFault ? 'note note-fault' : 'note'} role={isFault ? 'alert' : undefined}>
      {isFault && <IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
      <p>
        {end.text}
        {end.suggestion && <span className="quiet"> {end.suggestion}</span>}
      </p>
      {onRetry && end.reason !== 'not_kept' && (
        <button type="button" className="text-button needs-script" onClick={onRetry}>
          Retry
        </button>
      )}
    </div>
  )
}
