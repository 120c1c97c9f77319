import type { Found } from '@ichrisbirch/contract/search'
import { useEffect } from 'react'
import { useFetcher, useNavigate, useSubmit } from 'react-router'
import { menuOf } from '../pages.ts'
import type { loader as searchLoader } from '../pages/search.tsx'
import { kindName } from '../parts/found.tsx'
import { useNotices } from '../parts/notice.tsx'
import { focusQuickAdd } from './focus-quick-add.ts'
import { useFrame } from './use-frame.ts'

export interface Choice {
  id: string
  name: string
  /** What kind of thing it is; absent: a page or an action. */
  kind?: string
  keys?: string[]
  run: () => void
  /** What Ctrl and Enter do instead: an open task is ticked where it is found. */
  tick?: () => void
}

const FOUND_SHOWN = 8
const WAIT_MS = 120

/** What the palette offers: every page and action by name, and from any words what has them, a search, or a new thing. */
export function useChoices(text: string, showShortcuts: () => void): Choice[] {
  const navigate = useNavigate()
  const submit = useSubmit()
  const { account, chatOrigin } = useFrame()
  const found = useFound(text)
  const tick = useTick()
  const go = (to: string) => () => void navigate(to)
  const all: Omit<Choice, 'id'>[] = [
    { name: 'Add', keys: ['n'], run: () => void (focusQuickAdd() || navigate('/today#add')) },
    ...menuOf(account).map(({ name, key, to }) => ({ name: `Go to ${name}`, keys: ['g', key], run: go(to) })),
    { name: 'Add an autotask', run: go('/autotasks/new') },
    { name: 'Completed tasks', run: go('/tasks/completed') },
    { name: 'Deleted tasks', run: go('/tasks/deleted') },
    { name: 'Chat', run: () => window.location.assign(chatOrigin) },
    { name: 'Keyboard shortcuts', keys: ['?'], run: showShortcuts },
    { name: 'Sign out', run: () => void submit(null, { method: 'post', action: '/sign-out' }) },
  ]
  const named = all.map((choice) => ({ ...choice, id: choice.name }))
  if (!text) return named
  const words = text.toLowerCase().split(/\s+/)
  return [
    ...named.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word))),
    ...found.slice(0, FOUND_SHOWN).map((each) => ({
      id: each.id,
      name: each.title,
      kind: kindName(each.kind),
      run: go(each.link),
      ...(each.kind === 'task' && !each.isDone && { tick: () => tick(each), keys: ['Ctrl', '↵'] }),
    })),
    { id: 'search', name: `Search for “${text}”`, run: go(`/search?q=${encodeURIComponent(text)}`) },
    { id: 'add', name: `Add “${text}”`, run: go(`/today?line=${encodeURIComponent(text)}#add`) },
  ]
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

function useTick() {
  const submit = useSubmit()
  const { notify } = useNotices()
  return ({ id, title }: Found) => {
    void submit({ intent: 'complete', id }, { method: 'post', action: '/tasks', navigate: false })
    notify({ words: `Completed “${title}”`, undo: { action: '/tasks', fields: { intent: 'reopen', id } } })
  }
}
