import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Form, Link, useSubmit } from 'react-router'
import { IconSearch } from '../../icons.ts'
import filter from '../tasks/category-filter.module.css'
import classes from './find.module.css'

/** Words to search for, and the tags that a list can be narrowed by. */
export function FindLine({ q }: { q: string }) {
  const submit = useSubmit()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  return (
    <Form role="search" action="/articles" className={classes.find}>
      <TextInput
        type="search"
        name="q"
        aria-label="Search articles"
        placeholder="Search titles and texts"
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        defaultValue={q}
        autoComplete="off"
        onChange={(event) => {
          const { form } = event.currentTarget
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void submit(form, { replace: q !== '' }), 250)
        }}
      />
    </Form>
  )
}

const SHOWN_TAGS = 12

export function TagFilter(props: { tags: { tag: string; articles: number }[]; chosen: string | null; list: string }) {
  const { tags, chosen, list } = props
  const most = tags.slice(0, SHOWN_TAGS)
  const shown =
    chosen !== null && !most.some(({ tag }) => tag === chosen) ? [{ tag: chosen, articles: 0 }, ...most] : most
  if (shown.length === 0) return null
  const to = (tag: string | null) => {
    const query = new URLSearchParams({ ...(list !== 'unread' && { list }), ...(tag !== null && { tag }) })
    return `/articles${query.size ? `?${query}` : ''}`
  }
  return (
    <nav className={filter.filter} aria-label="Tags">
      {shown.map(({ tag }) => (
        <Link
          key={tag}
          to={to(tag === chosen ? null : tag)}
          className={filter.category}
          aria-current={tag === chosen ? 'true' : undefined}
        >
          #{tag}
        </Link>
      ))}
    </nav>
  )
}
