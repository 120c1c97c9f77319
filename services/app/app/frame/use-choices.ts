import type { Found, SearchKind } from '@ichrisbirch/contract/search'
import { useEffect } from 'react'
import { useFetcher, useNavigate, useSubmit } from 'react-router'
import { actionsOf, menuOf } from '../pages.ts'
import type { loader as searchLoader } from '../pages/search.tsx'
import { kindName } from '../parts/found.tsx'
import { useNotices } from '../parts/notice.tsx'
import { KINDS } from '../quick-add/kinds.ts'
import { useReading } from '../quick-add/reading.ts'
import type { Overlay } from './overlays.tsx'
import { useFrame } from './use-frame.ts'

export interface Choice {
  id: string
  name: string
  /** What kind of thing it is; absent: a page or an action. */
  kind?: string
  keys?: string[]
  run: () => void
  /** What Ctrl and Enter do instead: an open task or a habit is ticked where it is found. */
  tick?: () => void
}

const FOUND_SHOWN = 8
const WAIT_MS = 120

interface Overlays {
  onOpen: (overlay: Overlay) => void
  onAdd: (line: string) => void
}

/** What the palette offers: every page and action by name, and from any words what has them, a search, or a new thing. */
export function useChoices(text: string, { onOpen, onAdd }: Overlays): Choice[] {
  const found = useFound(text)
  const understood = useUnderstood(text)
  const tick = useTick()
  const navigate = useNavigate()
  const go = (to: string) => () => void navigate(to)
  const named = useNamed(onOpen)
  if (!text) return named
  const words = text.toLowerCase().split(/\s+/)
  const add: Choice = {
    id: 'add',
    name: `Add “${text}”`,
    run: () => onOpen({ name: 'add', line: text }),
    ...(understood && { kind: understood.words }),
    ...(understood && !understood.isLacking && { tick: () => onAdd(text), keys: ['Ctrl', '↵'] }),
  }
  return [
    ...named.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word))),
    ...found.slice(0, FOUND_SHOWN).map((each) => ({
      id: each.id,
      name: each.title,
      kind: kindName(each.kind),
      run: go(each.link),
      ...(each.kind in TICKS && !each.isDone && { tick: () => tick(each), keys: ['Ctrl', '↵'] }),
    })),
    { id: 'search', name: `Search for “${text}”`, run: go(`/search?q=${encodeURIComponent(text)}`) },
    add,
  ]
}

/** Pages and actions, which have names. */
function useNamed(onOpen: (overlay: Overlay) => void): Choice[] {
  const navigate = useNavigate()
  const submit = useSubmit()
  const { account, chatOrigin } = useFrame()
  const go = (to: string) => () => void navigate(to)
  const all: Omit<Choice, 'id'>[] = [
    { name: 'Add anything', keys: ['q'], run: () => onOpen({ name: 'add', line: '' }) },
    ...menuOf(account).map(({ name, key, to }) => ({ name: `Go to ${name}`, keys: ['g', key], run: go(to) })),
    ...actionsOf(account).map(({ name, to }) => ({ name, run: go(to) })),
    { name: 'Chat', run: () => window.location.assign(chatOrigin) },
    { name: 'Keyboard shortcuts', keys: ['?'], run: () => onOpen({ name: 'shortcuts' }) },
    { name: 'Sign out', run: () => void submit(null, { method: 'post', action: '/sign-out' }) },
  ]
  return all.map((choice) => ({ ...choice, id: choice.name }))
}

/** What the words would become if they were added. */
function useUnderstood(text: string) {
  const { account, locale } = useFrame()
  const { reading, startReading } = useReading('anything', text, '', { today: account.today, categories: [], locale })
  // The reader is loaded once; this only begins it.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(startReading, [])
  if (!reading) return undefined
  const { kind, said, isLacking } = reading
  return { isLacking, words: [KINDS[kind], said].filter(Boolean).join(' · ') }
}

/** What has the words, a moment after they were typed. */
function useFound(text: string): Found[] {
  const fetcher = useFetcher<typeof searchLoader>()
  const { load } = fetcher
  useEffect(() => {
    if (!text) return
    const timer = setTimeout(() => void load(`/search?q=${encodeURIComponent(text)}`), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text, load])
  return text ? (fetcher.data?.found ?? []) : []
}

/** What ticks a found thing, and takes that back: forms of the pages that do it. */
const TICKS: Partial<Record<SearchKind, { did: string; action: string; tick: object; untick: object }>> = {
  task: { did: 'Completed', action: '/tasks', tick: { intent: 'complete' }, untick: { intent: 'reopen' } },
  habit: {
    did: 'Done:',
    action: '/today',
    tick: { kind: 'habits', intent: 'tick' },
    untick: { kind: 'habits', intent: 'open' },
  },
}

function useTick() {
  const submit = useSubmit()
  const { notify } = useNotices()
  return ({ id, title, kind }: Found) => {
    const ticking = TICKS[kind]
    if (!ticking) return
    const { action, did, tick, untick } = ticking
    void submit({ ...tick, id }, { method: 'post', action, navigate: false })
    notify({ words: `${did} “${title}”`, undo: { action, fields: { ...untick, id } } })
  }
}
