import type { Json } from './output.ts'

/** A value on one line, as a person would write it: ports, mounts and commands in their short forms. */
export function shortValue(value: Json | undefined, path = ''): string {
  if (value === undefined) return '(nothing)'
  if (value === null) return 'null'
  if (typeof value === 'string') return value === '' ? '""' : value
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) {
    const items = value.map((item) => shortValue(item, `${path}.0`))
    return /\.(command|entrypoint|test)$/.test(path) ? items.join(' ') : `[${items.join(', ')}]`
  }
  return shortEntry(value, path) ?? shortMapping(value, path)
}

function shortMapping(value: { [key: string]: Json }, path: string): string {
  const entries = Object.entries(value).map(([key, child]) => `${key}: ${shortValue(child, `${path}.${key}`)}`)
  return entries.length === 0 ? '{}' : `{${entries.join(', ')}}`
}

/** A port, a mount or a secret. */
function shortEntry(value: { [key: string]: Json }, path: string): string | undefined {
  const { target, source, published } = value
  if (target === undefined) return undefined
  if (/\.ports\.\d+$/.test(path)) {
    const host = value.host_ip === undefined ? '' : `${String(value.host_ip)}:`
    const protocol = value.protocol === 'tcp' ? '' : `/${String(value.protocol)}`
    return `${host}${published === undefined ? '(any)' : String(published)} -> ${String(target)}${protocol}`
  }
  if (!/\.(volumes|secrets|configs|devices)\.\d+$/.test(path)) return undefined
  const from = source === undefined ? String(value.type ?? '') : String(source)
  return `${from} -> ${String(target)}${value.read_only === true ? ' (read-only)' : ''}`
}
