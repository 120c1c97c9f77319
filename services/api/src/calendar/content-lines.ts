import ICAL from 'ical.js'

/** A property as the library reads it: name, parameters, type, values (jCal, RFC 7265). */
type JcalProperty = [string, Record<string, string | string[]>, string, ...unknown[]]

/** A line of the file, unfolded. */
export interface Property {
  name: string
  parameters: Record<string, string | string[]>
  /** As it stands in the file. */
  raw: string
  /** As the library reads it. */
  jcal: JcalProperty
  line: number
}

/** BEGIN:VEVENT to END:VEVENT, with what is inside. */
export interface Component {
  name: string
  line: number
  properties: Property[]
  components: Component[]
}

export interface Fault {
  line: number
  message: string
}

/**
 * Reads a calendar file (RFC 5545) line by line, so that a broken line costs itself and not the file: it is named, and
 * everything else is read. A component that is not closed ends where the one around it does.
 */
export function readComponents(ics: string, faults: Fault[]): Component[] {
  const roots: Component[] = []
  const open: Component[] = []
  for (const { text, line } of unfold(ics)) {
    const [, marker, name = ''] = /^(BEGIN|END):\s*([\w-]+)\s*$/i.exec(text) ?? []
    if (marker?.toUpperCase() === 'BEGIN') begin(roots, open, { name: name.toLowerCase(), line }, faults)
    else if (marker) end(open, { name: name.toLowerCase(), line }, faults)
    else readProperty(open.at(-1), { text, line }, faults)
  }
  for (const component of open) faults.push({ line: component.line, message: `${upper(component)} is not closed` })
  return roots
}

function begin(roots: Component[], open: Component[], at: { name: string; line: number }, faults: Fault[]): void {
  // An event never holds another: the one before was cut off.
  const unclosed = open.findIndex(({ name }) => name === 'vevent')
  if (at.name === 'vevent' && unclosed >= 0) {
    for (const component of open.splice(unclosed)) {
      faults.push({ line: component.line, message: `${upper(component)} is not closed` })
    }
  }
  const component = { ...at, properties: [], components: [] }
  ;(open.at(-1)?.components ?? roots).push(component)
  open.push(component)
}

function end(open: Component[], at: { name: string; line: number }, faults: Fault[]): void {
  const index = open.findLastIndex(({ name }) => name === at.name)
  if (index < 0) {
    faults.push({ line: at.line, message: `END:${upper(at)} closes nothing` })
    return
  }
  for (const component of open.splice(index).slice(1)) {
    faults.push({ line: component.line, message: `${upper(component)} is not closed` })
  }
}

function readProperty(around: Component | undefined, at: { text: string; line: number }, faults: Fault[]): void {
  if (!around) {
    faults.push({ line: at.line, message: `“${short(at.text)}” stands outside of any calendar` })
    return
  }
  try {
    const jcal = ICAL.parse.property(at.text) as JcalProperty
    around.properties.push({
      name: jcal[0],
      parameters: jcal[1],
      raw: valueOf(at.text),
      jcal,
      line: at.line,
    })
  } catch {
    // The library's words are about its own reading; a person needs the line.
    faults.push({ line: at.line, message: `“${short(at.text)}” cannot be read` })
  }
}

/** Lines joined with those that go on with a space or a tab (RFC 5545, 3.1), and where each begins. */
function unfold(ics: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = []
  const text = ics.replace(/^\ufeff/, '').replaceAll('\u0000', '')
  text.split(/\r\n|\n|\r/).forEach((part, index) => {
    const before = lines.at(-1)
    if (/^[ \t]/.test(part) && before) before.text += part.slice(1)
    else if (part.trim() !== '') lines.push({ text: part, line: index + 1 })
  })
  return lines
}

/** What comes after the colon that no quotes are around. */
function valueOf(text: string): string {
  return /^(?:[^":]|"[^"]*")*:(.*)$/s.exec(text)?.[1] ?? ''
}

const upper = ({ name }: { name: string }) => name.toUpperCase()
const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** The first property of a name. */
export function property(component: Component, name: string): Property | undefined {
  return component.properties.find((each) => each.name === name)
}

/** The text of a property, unescaped. */
export function textOf(component: Component, name: string): string | undefined {
  const value = property(component, name)?.jcal[3]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
