// node scripts/make-icons.ts: makes the icons of the installed app anew from services/app/public/icon.svg.
// It needs Chromium (CHROMIUM or /usr/bin/chromium).
import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const folder = resolve(import.meta.dirname, '../services/app/public')
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
/** A phone cuts the corners of these itself, as round as it likes: the sign stays inside four fifths of the picture. */
const square = svg.replace('rx="15"', '')

const ICONS = [
  { file: '192.png', size: 192, picture: svg },
  { file: '512.png', size: 512, picture: svg },
  { file: 'maskable-512.png', size: 512, picture: square },
  { file: 'apple-touch-icon.png', size: 180, picture: square },
]

mkdirSync(join(folder, 'icons'), { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const { file, size, picture } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(
    `<style>html,body{margin:0;background:none}svg{display:block;width:100vw;height:100vh}</style>${picture}`,
  )
  await page.screenshot({ path: join(folder, 'icons', file), omitBackground: true })
  await page.close()
}
await browser.close()
