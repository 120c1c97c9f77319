import { ComposeError } from '../errors.ts'
import { mapping, type Mapping, type Node, scalar, type Sequence, textOf, withEntries } from '../tree.ts'

/** Every published port in its long form; a range becomes one entry a port. */
export function canonicalPorts(ports: Sequence): Sequence {
  return {
    ...ports,
    items: ports.items.flatMap((item) => (item.kind === 'mapping' ? [longPort(item)] : parsePort(item))),
  }
}

function longPort(item: Mapping): Mapping {
  return withEntries(item, {
    mode: item.entries.get('mode') ?? scalar('ingress', item.at),
    protocol: item.entries.get('protocol') ?? scalar('tcp', item.at),
  })
}

/** `[host_ip:][published:]target[/protocol]`, each port perhaps a range. */
function parsePort(item: Node): Mapping[] {
  const text = textOf(item)
  const refuse = (reason: string): never => {
    throw new ComposeError(`${reason}: ${text}`, {
      at: item.at,
      suggestion: 'Write "published:target", "127.0.0.1:published:target" or the long form.',
    })
  }
  const [address, protocol = 'tcp'] = splitOnce(text, '/')
  const { host, published, target } = splitAddress(address)
  if (target === '') refuse('no port specified')
  if (host !== '' && !isAddress(host)) refuse('invalid IP address, or an IPv6 address without brackets')
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) refuse('invalid proto')
  const inside = readRange(target) ?? refuse('invalid containerPort')
  const outside = published === '' ? undefined : (readRange(published) ?? refuse('invalid hostPort'))
  const count = inside[1] - inside[0]
  const spread = outside ? outside[1] - outside[0] : 0
  if (outside && spread !== count && count !== 0) refuse('invalid ranges specified for container and host ports')
  const result = Array.from({ length: count + 1 }, (_, i) => ({
    target: inside[0] + i,
    published: outside && (spread === count ? String(outside[0] + i) : `${outside[0]}-${outside[1]}`),
  }))
  // The program sorts the ports of a range as text, so that 10 comes before 9.
  result.sort((a, b) => (`${a.target}/` < `${b.target}/` ? -1 : 1))
  return result.map((port) =>
    portMapping(item, { ...port, host: host.replace(/^\[(.*)\]$/, '$1'), protocol: protocol.toLowerCase() }),
  )
}

function portMapping(
  item: Node,
  port: { host: string; target: number; published: string | undefined; protocol: string },
): Mapping {
  const { at } = item
  const long = mapping(
    [
      ['mode', scalar('ingress', at)],
      ...(port.host === '' ? [] : [['host_ip', scalar(port.host, at)] as const]),
      ['target', scalar(port.target, at)],
      ...(port.published === undefined ? [] : [['published', scalar(port.published, at)] as const]),
      ['protocol', scalar(port.protocol, at)],
    ],
    at,
  )
  const variables = item.kind === 'scalar' && item.variables ? { variables: item.variables } : {}
  return { ...long, history: item.history ?? [{ rule: 'set', node: { ...item, ...variables } }] }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const position = text.indexOf(separator)
  return position < 0 ? [text, undefined] : [text.slice(0, position), text.slice(position + 1)]
}

function splitAddress(text: string): { host: string; published: string; target: string } {
  const parts = text.split(':')
  const target = parts.pop() ?? ''
  const published = parts.pop() ?? ''
  return { host: parts.join(':'), published, target }
}

function isAddress(host: string): boolean {
  const octets = host.split('.')
  if (octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return true
  return /^\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]$/.test(host)
}

function readRange(text: string): [number, number] | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (!match) return undefined
  const first = Number(match[1])
  const last = match[2] === undefined ? first : Number(match[2])
  return first <= last && last <= 65535 ? [first, last] : undefined
}
