import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
// npm puts here what only one service needs; a copy without them would find another version in the root.
const packageFolders = ['api', 'app', 'chat'].map((name) => `services/${name}/node_modules`)
const compileCache = '.ichrisbirch/cache/node-compile'

/** Copies the checkout as it is now: its files may be changed by a test, and its state is nobody's data. */
export function copyCheckout(folder: string): void {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0')) {
    if (file && existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const name of packageFolders) linkPackages(name, folder)
  linkCompileCache(folder)
}

/** Package by package: what Vite keeps beside them is made for one checkout, and two would overwrite each other's. */
function linkPackages(name: string, folder: string): void {
  if (!existsSync(join(root, name))) return
  mkdirSync(join(folder, name))
  for (const entry of readdirSync(join(root, name)))
    if (!entry.startsWith('.')) symlinkSync(join(root, name, entry), join(folder, name, entry))
}

/** What Node has compiled of the packages is good for the copy too: they are the same files. Never changed in place. */
function linkCompileCache(folder: string): void {
  if (!existsSync(join(root, compileCache))) return
  for (const entry of readdirSync(join(root, compileCache), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name).slice(root.length)
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    try {
      linkSync(join(root, file), join(folder, file))
    } catch {
      return // on another disk, or just being replaced by who compiles now: it is a matter of speed alone
    }
  }
}

/** Takes app, chat and the proxy out of development, for what is steered by the command line: Vite costs more than the rest. */
export function withoutPages(folder: string): void {
  for (const name of ['traefik', 'app', 'chat'])
    changeFile(folder, 'docker-compose.dev.yml', `\n  ${name}:\n`, `\n  ${name}:\n    profiles: [pages]\n`)
}

export function changeFile(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  assert.ok(text.includes(from), `${file} no longer has: ${from}`)
  writeFileSync(path, text.replaceAll(from, to))
}
