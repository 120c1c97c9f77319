import type { DigestContent, DigestList, DigestTask } from '@ichrisbirch/contract/digests'

interface Reader {
  name: string
  today: string
  /** Where the app is reached; undefined where the house does not know. */
  origin: string | undefined
}

/** Order and headings of a digest, in its letter as on its page. */
const PARTS: { key: keyof DigestContent; heading: string }[] = [
  { key: 'overdue', heading: 'Overdue' },
  { key: 'due', heading: 'Due today' },
  { key: 'made', heading: 'Added by autotasks' },
  { key: 'done', heading: 'Done yesterday' },
]

/** A digest as an e-mail: plain text, and the same as HTML. */
export function letterOf(content: DigestContent, reader: Reader): { subject: string; text: string; html: string } {
  const parts = PARTS.map(({ key, heading }) => ({ heading, list: content[key] })).filter(({ list }) => list.count > 0)
  const greeting = `Hello ${reader.name},`
  const nothing = 'Nothing is due today.'
  const foot = reader.origin
    ? `You asked for this e-mail: change it at ${reader.origin}/account`
    : 'You asked for this e-mail in your account.'
  const text = [greeting, ...(parts.length === 0 ? [nothing] : parts.map(textOf)), foot].join('\n\n')
  const body = parts.length === 0 ? `<p>${nothing}</p>` : parts.map((part) => htmlOf(part, reader.origin)).join('')
  const html = `<!doctype html><html lang="en"><body style="${STYLE}"><p>${escapeHtml(greeting)}</p>${body}<p style="color:#666;font-size:13px">${escapeHtml(foot)}</p></body></html>`
  return { subject: subjectOf(content, reader.today), text: `${text}\n`, html }
}

const STYLE = 'font:15px/22px system-ui,sans-serif;color:#222;max-width:560px'

function subjectOf({ due, overdue }: DigestContent, today: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const counts = [due.count > 0 && `${due.count} due`, overdue.count > 0 && `${overdue.count} overdue`].filter(Boolean)
  return `${day.format(new Date(`${today}T00:00:00Z`))}: ${counts.join(', ') || 'nothing is due'}`
}

interface Part {
  heading: string
  list: DigestList
}

function textOf({ heading, list }: Part): string {
  const lines = list.tasks.map((task) => `- ${task.name}${since(heading, task)}`)
  return [`${heading} (${list.count})`, ...lines, ...more(list).map((words) => `  ${words}`)].join('\n')
}

function htmlOf({ heading, list }: Part, origin: string | undefined): string {
  const rows = list.tasks.map((task) => {
    const name = escapeHtml(task.name)
    const linked = origin
      ? `<a href="${escapeHtml(`${origin}/tasks/${task.id}`)}" style="color:inherit">${name}</a>`
      : name
    return `<li>${linked}<span style="color:#666">${escapeHtml(since(heading, task))}</span></li>`
  })
  const rest = more(list).map((words) => `<li style="color:#666">${words}</li>`)
  return `<h2 style="font-size:15px;margin:20px 0 4px">${heading} (${list.count})</h2><ul style="margin:0;padding-left:20px">${[...rows, ...rest].join('')}</ul>`
}

const since = (heading: string, task: DigestTask) =>
  heading === 'Overdue' && task.dueDay ? `, since ${task.dueDay}` : ''
const more = ({ count, tasks }: DigestList) => (count > tasks.length ? [`and ${count - tasks.length} more`] : [])

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
