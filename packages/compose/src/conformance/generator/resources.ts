import type { Chooser } from './chooser.ts'

// The top-level networks, volumes, secrets and configs that the generated services refer to.

/** All that the services refer to, for the first layer. */
export function everyResource(c: Chooser): Record<string, unknown> {
  return {
    networks: {
      front: network(c),
      back: network(c),
      outside: external(c),
      ...(c.chance(0.2) ? { default: network(c) } : {}),
    },
    volumes: { data: c.pick([null, volume(c)]), logs: volume(c), outer: external(c) },
    secrets: { one: secret(c), two: secret(c), kept: external(c) },
    configs: { conf: config(c), text: config(c), given: external(c) },
  }
}

/** What a later layer says of some of them. */
export function someResources(c: Chooser): Record<string, unknown> {
  return c.fields({
    networks: () => c.fields({ front: () => network(c), back: () => network(c), added: () => network(c) }),
    volumes: () => c.fields({ data: () => volume(c), logs: () => volume(c), added: () => null }),
    secrets: () => c.fields({ one: () => ({ labels: c.pairs() }), two: () => ({ name: c.text('renamed') }) }),
    configs: () => c.fields({ conf: () => ({ labels: c.pairs() }), text: () => ({ 'x-c': c.pairs() }) }),
  })
}

function network(c: Chooser): unknown {
  return c.fields(
    {
      name: () => c.text('named'),
      driver: () => c.pick(['bridge', 'overlay', '${WORD}']),
      driver_opts: () => c.options(),
      internal: () => c.flag(),
      attachable: () => c.flag(),
      enable_ipv6: () => c.flag(),
      enable_ipv4: () => c.flag(),
      labels: () => c.pairs(),
      ipam: () =>
        c.fields({
          driver: () => c.text('default'),
          config: () =>
            c.list(
              () => ({
                subnet: c.pick(['10.0.0.0/24', '10.0.${ONE}.0/24', '2001:db8::/64']),
                ...c.fields({
                  ip_range: () => '10.0.0.0/25',
                  gateway: () => '10.0.0.1',
                  aux_addresses: () => ({ h1: '10.0.0.5', h2: '10.0.0.${ONE}' }),
                }),
              }),
              2,
            ),
          options: () => ({ foo: 'bar' }),
        }),
      external: () => c.pick([false, 'no']),
      'x-network': () => c.pairs(),
    },
    0.25,
  )
}

function volume(c: Chooser): unknown {
  return c.fields(
    {
      name: () => c.text('named'),
      driver: () => c.pick(['local', 'nfs']),
      driver_opts: () =>
        c.pick<unknown>([
          c.options(),
          { type: 'none', o: 'bind', device: c.pick(['./dev', '/abs']) },
          { type: 'nfs', o: 'addr=x', device: ':/x' },
        ]),
      labels: () => c.pairs(),
      external: () => false,
      'x-volume': () => c.pairs(),
    },
    0.35,
  )
}

/** Made elsewhere: by its key, by another name, or in the old form. */
function external(c: Chooser): unknown {
  return c.pick<unknown>([
    { external: true },
    { external: c.pick([true, 'yes', '${FLAG}']), name: c.text('elsewhere') },
    { external: { name: c.text('elsewhere') } },
  ])
}

function described(c: Chooser): Record<string, unknown> {
  return c.chance(0.3)
    ? c.fields({ name: () => c.text('named'), labels: () => c.pairs(), 'x-file': () => c.pairs() })
    : {}
}

function secret(c: Chooser): unknown {
  return {
    ...c.pick<Record<string, unknown>>([
      { file: c.pick(['./one', '/abs/one', '~/one', '../${WORD}']) },
      { environment: c.pick(['TWO', 'WORD', '${WORD}']) },
      { file: './two', template_driver: 'golang' },
    ]),
    ...described(c),
  }
}

function config(c: Chooser): unknown {
  return {
    ...c.pick<Record<string, unknown>>([
      { file: c.pick(['./conf', '/abs/conf']) },
      { content: c.pick(['a ${WORD}', 'line one\nline $$two\n']) },
      { environment: 'WORD' },
      { file: './t', template_driver: 'golang' },
    ]),
    ...described(c),
  }
}
