import { useState } from 'react'
import { dayInWords } from '../day-words.ts'
import type { ChatMessage, ChatPart } from '../messages.ts'
import { undoable } from '../undo.ts'
import { IconAlertTriangle, IconCircleCheck, IconSearch } from './icons.ts'
import { faultOf, request } from './requests.ts'

export type ToolPart = Extract<ChatPart, { toolCallId: string }>

export function isToolPart(part: ChatPart): part is ToolPart {
  return 'toolCallId' in part
}

/** What was done, in words; a tool that is not here is named as the contract names it. */
const DEEDS: Record<string, string> = {
  createTask: 'Added',
  changeTask: 'Changed',
  completeTask: 'Completed',
  reopenTask: 'Reopened',
  createAutotask: 'Added',
}

interface DeedProps {
  part: ToolPart
  message: ChatMessage
  conversationId: string
  today: string
  /** The answer that it is part of is still being written, and not yet kept. */
  isBusy: boolean
  onUndone: () => void
}

/** One row for each thing that the assistant did or looked up. */
export function DeedRow(props: DeedProps) {
  const { part } = props
  const tool = part.type.replace(/^tool-/, '')
  if (part.state === 'output-error') {
    return (
      <div className="deed">
        <IconAlertTriangle size={18} stroke={1.75} aria-hidden className="fault-text" />
        <span>
          {inWords(tool)} did not work. <span className="quiet">{part.errorText}</span>
        </span>
      </div>
    )
  }
  if (part.state !== 'output-available') {
    return (
      <div className="deed quiet">{props.isBusy ? `${inWords(tool)} …` : `${inWords(tool)} was not finished.`}</div>
    )
  }
  return tool in DEEDS ? <Done {...props} tool={tool} /> : <LookedUp tool={tool} output={part.output} />
}

function LookedUp({ tool, output }: { tool: string; output: unknown }) {
  const items = (output as { items?: unknown[] } | null)?.items
  return (
    <div className="lookup fact">
      <IconSearch size={16} stroke={1.75} aria-hidden />
      {pastOf(inWords(tool))}
      {items && ` · ${items.length} found`}
    </div>
  )
}

/** What tasks and autotasks answer with, as far as it is shown. */
interface Thing {
  name?: string
  dueDay?: string | null
  category?: string | null
  ruleInWords?: string
}

function Done({ part, message, conversationId, today, isBusy, onUndone, tool }: DeedProps & { tool: string }) {
  const [fault, setFault] = useState<string>()
  const [isUndoing, setUndoing] = useState(false)
  const thing = ('output' in part ? part.output : {}) as Thing
  const { toolCallId } = part
  const isUndone = message.parts.some((other) => other.type === 'data-undone' && other.data.toolCallId === toolCallId)
  const facts = [
    thing.ruleInWords ?? (thing.dueDay && dayInWords(thing.dueDay, today)),
    thing.category && `#${thing.category}`,
  ]

  const undo = async () => {
    setUndoing(true)
    try {
      await request('POST', `/conversations/${conversationId}/undo/`, { messageId: message.id, toolCallId })
      onUndone()
    } catch (error) {
      setFault(faultOf(error).text)
    } finally {
      setUndoing(false)
    }
  }
  return (
    <div className="deed">
      <IconCircleCheck size={18} stroke={1.75} aria-hidden className={isUndone ? 'quiet' : 'done-text'} />
      <span className="deed-words">
        <span className="deed-name">
          <span className="quiet">{DEEDS[tool]} </span>
          {tool === 'completeTask' && !isUndone ? <s>{thing.name}</s> : thing.name}
        </span>
        <span className="fact">{fault ?? facts.filter(Boolean).join(' · ')}</span>
      </span>
      {isUndone && <span className="fact">Undone</span>}
      {!isBusy && undoable(message, toolCallId) && (
        <button
          type="button"
          className="text-button needs-script"
          aria-label={`Undo: ${DEEDS[tool]} ${thing.name}`}
          disabled={isUndoing}
          onClick={() => void undo()}
        >
          Undo
        </button>
      )}
    </div>
  )
}

/** What a reading tool did: "Looked at tasks", "Searched tasks". */
function pastOf(words: string): string {
  return words.replace(/^(List|Get|Count) /, 'Looked at ').replace(/^Search /, 'Searched ')
}

/** `listTasks` as "List tasks". */
function inWords(tool: string): string {
  const words = tool.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
