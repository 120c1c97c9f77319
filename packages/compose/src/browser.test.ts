import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

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
  const entries = ['load.ts', 'explain.ts', 'explain-text.ts', 'diff.ts', 'redact.ts', 'lint/lint.ts']
  const { modules, packages } = reach(entries.filter((entry) => existsSync(new URL(entry, import.meta.url))))
  assert.deepEqual([...packages], ['yaml'])
  for (const [name, text] of modules) {
    assert.doesNotMatch(text, /\bprocess\.|\brequire\(|\bBuffer\b|\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/, name)
  }
})
