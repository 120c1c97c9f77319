import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { renderModel } from './engines/local/model.ts'
import { environmentNames, environments, type EnvironmentRow, stackFor } from './environments.ts'

const root = dirname(dirname(import.meta.dirname))
const publishing: Record<string, [service: string, target: number]> = {
  API_PORT: ['api', 8000],
  APP_PORT: ['app', 5000],
  CHAT_PORT: ['chat', 8505],
  POSTGRES_PORT: ['postgres', 5432],
  REDIS_PORT: ['redis', 6379],
  HTTP_PORT: ['traefik', 80],
  HTTPS_PORT: ['traefik', 443],
  DASHBOARD_PORT: ['traefik', 8080],
}

for (const name of environmentNames) {
  suite(`the table's row of ${name} is what its layers say`, () => {
    const row: EnvironmentRow = environments[name]
    const stack = stackFor(name, root)
    const render = (variables: Record<string, string> = {}) =>
      renderModel(stack, { ICHRISBIRCH_STATE: stack.stateDirectory, ...variables })

    test('the project name', async () => {
      // Without -p, so that it is the files' own.
      const { loadProject } = await import('@ichrisbirch/compose/load')
      const { readFileSync } = await import('node:fs')
      const files = row.layers.map((layer) => join(root, layer))
      const project = loadProject({
        files,
        environment: { HOME: '/' },
        projectDirectory: root,
        readFile: (path) => readFileSync(path, 'utf8'),
        envFiles: [],
      })
      assert.equal(project.name, row.projectName)
    })

    test('the image target', async () => {
      const { services } = await render()
      const built = Object.values(services).flatMap(({ build }) => build?.target ?? [])
      assert.ok(built.length > 0)
      assert.deepEqual([...new Set(built)], [row.target])
    })

    test('every published port, each moved by its own variable', async () => {
      const { services } = await render()
      const published = Object.entries(services).flatMap(([service, { ports }]) =>
        (ports ?? []).map((port) => `${service}:${port.target}=${port.published}`),
      )
      const expected = Object.entries(row.ports).map(
        ([variable, port]) => `${publishing[variable.replace('TEST_', '')]?.join(':')}=${port}`,
      )
      assert.deepEqual(published.sort(), expected.sort())
      for (const [variable, port] of Object.entries(row.ports)) {
        const [service, target] = publishing[variable.replace('TEST_', '')] ?? ['', 0]
        const moved = await render({ [variable]: String(port + 100) })
        assert.equal(
          moved.services[service]?.ports?.find((entry) => entry.target === target)?.published,
          String(port + 100),
        )
      }
    })

    test('the host names of its public addresses', async () => {
      const domain = row.domain ?? 'example.org'
      const { services } = await render({ DOMAIN: domain })
      const origin = services.app?.environment?.APP_ORIGIN ?? ''
      assert.equal(new URL(origin).hostname, `${row.hostNames.app}.${domain}`)
    })

    test('docker compose itself renders the same ports', (context) => {
      if (spawnSync('docker', ['compose', 'version']).status !== 0)
        return context.skip('no docker compose on this machine')
      const files = row.layers.flatMap((layer) => ['-f', join(root, layer)])
      const { stdout, stderr, status } = spawnSync('docker', ['compose', ...files, 'config', '--format', 'json'], {
        encoding: 'utf8',
        cwd: root,
      })
      assert.equal(status, 0, stderr)
      const { services } = JSON.parse(stdout) as { services: Record<string, { ports?: { published: string }[] }> }
      const published = Object.values(services).flatMap(({ ports }) =>
        (ports ?? []).map((port) => Number(port.published)),
      )
      assert.deepEqual(published.sort(), Object.values(row.ports).sort())
    })
  })
}
