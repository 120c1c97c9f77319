import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
// npm puts here what only one service needs; a copy without them would find another version in the root.
const packageFolders = ['node_modules', ...['api', 'app', 'chat'].map((name) => `services/${name}/node_modules`)]

/** Copies the checkout as it is now: its files may be changed by a test, and its state is nobody's data. */
export function copyCheckout(folder: string): void {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0')) {
    if (file && existsSync(join(root, file))) cpSync(join(root, file), join(folder, file))
  }
  for (const name of packageFolders) {
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name))
  }
}

export function changeFile(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  assert.ok(text.includes(from), `${file} no longer has: ${from}`)
  writeFileSync(path, text.replaceAll(from, to))
}
