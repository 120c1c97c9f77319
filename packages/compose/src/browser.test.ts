import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium, type Page, type Route } from 'playwright-core'
import { explain } from './explain.ts'
import { lint } from './lint/lint.ts'
import { loadProject } from './load.ts'

/** Every module that one of the library's entries reaches, and every package that they name. */
function reach(entries: readonly string[]): { modules: Map<string, string>; packages: Set<string> } {
  const modules = new Map<string, string>()
  const packages = new Set<string>()
  const visit = (url: URL): void => {
    if (modules.has(url.href)) return
    const text = readFileSync(url, 'utf8')
    modules.set(url.href, text)
    for (const [, name = ''] of text.matchAll(/^(?:import|export|\}) ?.*from '([^']+)'/gm)) {
      if (name.startsWith('.')) visit(new URL(name, url))
      else packages.add(name)
    }
  }
  for (const entry of entries) visit(new URL(entry, import.meta.url))
  return { modules, packages }
}

test('what the library exports needs nothing but a YAML parser: no node module, no process, no network, no file', () => {
  const shown = ['explain.ts', 'explain-text.ts', 'explain-yaml.ts', 'diff.ts', 'diff-text.ts', 'redact.ts']
  const checked = ['lint/lint.ts', 'lint/lint-text.ts', 'lint/fix.ts']
  const { modules, packages } = reach(['load.ts', ...shown, ...checked])
  assert.deepEqual([...packages], ['yaml'])
  for (const [name, text] of modules) {
    assert.doesNotMatch(text, /\bprocess\.|\brequire\(|\bBuffer\b|\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/, name)
  }
})

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(CHROMIUM) ? false : `there is no Chromium at ${CHROMIUM}; set CHROMIUM to one`
if (skip) console.log(`part of browser.test.ts is skipped: ${skip}`)

const ORIGIN = 'http://library.test'
const PAGE = `<script type="importmap">{"imports": {"yaml": "${ORIGIN}/yaml/index.js"}}</script>`

/** Our sources without their types, as a bundler would hand them out, and the parser's own files for browsers. */
async function answer(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url())
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE })
  const isOurs = pathname.startsWith('/src/')
  const url = isOurs
    ? new URL(`.${pathname.slice('/src'.length)}`, import.meta.url)
    : new URL(`../browser${pathname.slice('/yaml'.length)}`, import.meta.resolve('yaml'))
  const text = readFileSync(url, 'utf8')
  await route.fulfill({ contentType: 'text/javascript', body: isOurs ? stripTypeScriptTypes(text) : text })
}

/** Renders a stack in the page, and says why a value is what it is and what is wrong with the files. */
function renderInPage(page: Page, files: Record<string, string>, path: string): Promise<unknown> {
  return page.evaluate(
    async ({ origin, files, path }) => {
      // The page knows these by their addresses only.
      const library = async (name: string): Promise<Record<string, (...args: unknown[]) => unknown>> =>
        import(`${origin}/src/${name}.ts`)
      const project = (await library('load')).loadProject?.({
        files: Object.keys(files),
        environment: { TAG: '2' },
        projectDirectory: '/srv/shop',
        readFile: (name: string) => files[name],
      })
      const explained = (await library('explain')).explain?.(project, path)
      return { project, explained, findings: (await library('lint/lint')).lint?.(project) }
    },
    { origin: ORIGIN, files, path },
  )
}

test('a stack is merged, explained and linted in Chromium as it is here', { skip }, async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const own = (name: string): string => readFileSync(`${root}${name}`, 'utf8')
  const stacks: { files: Record<string, string>; path: string }[] = [
    {
      files: {
        'base.yml': 'services: {api: {image: "x:${TAG}", ports: ["8000:80"], volumes: ["./a:/a"]}}',
        'test.yml': 'services:\n  api:\n    ports: !override ["8001:80"]\n    volumes: []\n',
      },
      path: 'api.ports',
    },
    {
      files: {
        'docker-compose.yml': own('docker-compose.yml'),
        'docker-compose.test.yml': own('docker-compose.test.yml'),
      },
      path: 'api.environment',
    },
  ]
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  })
  try {
    const page = await browser.newPage()
    await page.route(`${ORIGIN}/**`, answer)
    await page.goto(ORIGIN)
    for (const { files, path } of stacks) {
      const project = loadProject({
        files: Object.keys(files),
        environment: { TAG: '2' },
        projectDirectory: '/srv/shop',
        readFile: (name) => files[name],
      })
      const here = { project, explained: explain(project, path), findings: lint(project) }
      assert.deepEqual(await renderInPage(page, files, path), JSON.parse(JSON.stringify(here)))
    }
  } finally {
    await browser.close()
  }
})
