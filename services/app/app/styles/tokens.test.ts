import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { AccentHue } from '@ichrisbirch/contract/account'
import { type Browser, chromium, type Page } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(CHROMIUM) ? false : `there is no Chromium at ${CHROMIUM}; set CHROMIUM to one`
const [tokens, base] = ['./tokens.css', './base.css'].map((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8'),
)

/** What is written or drawn on what, and the least contrast of WCAG 2.2 AA: 4.5 for words, 3 for marks. */
const PAIRS: [on: string, what: string, least: number][] = [
  ...['page', 'side', 'raised', 'hover', 'accent-soft'].map((on): [string, string, number] => [on, 'accent-text', 4.5]),
  ...['page', 'side', 'raised', 'hover', 'pressed', 'accent-soft'].map((on): [string, string, number] => [
    on,
    'text',
    4.5,
  ]),
  ...['page', 'side', 'raised', 'hover'].map((on): [string, string, number] => [on, 'quiet', 4.5]),
  ['accent', 'on-accent', 4.5],
  ['accent-hover', 'on-accent', 4.5],
  ...['page', 'side', 'raised', 'hover'].map((on): [string, string, number] => [on, 'accent', 3]),
]

let browser: Browser | undefined
let page: Page
before(async () => {
  if (skip) return
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  })
  page = await browser.newPage()
  await page.setContent(`<style>${tokens}${base}</style><canvas width="1" height="1"></canvas>`)
})
after(() => browser?.close())

for (const theme of ['light', 'dark']) {
  test(`every accent can be read in the ${theme} theme`, { skip }, async () => {
    const tooFaint: string[] = []
    for (const hue of AccentHue.def.values) {
      const colours = await paint(theme, hue, [...new Set(PAIRS.flatMap(([on, what]) => [on, what]))])
      for (const [on, what, least] of PAIRS) {
        const found = contrast(colours.get(on) ?? [], colours.get(what) ?? [])
        if (found < least) tooFaint.push(`${what} on ${on} at ${hue}°: ${found.toFixed(2)} instead of ${least}`)
      }
    }
    assert.deepEqual(tooFaint, [])
  })
}

test('every accent is another colour', { skip }, async () => {
  const accents = new Set<string>()
  for (const hue of AccentHue.def.values) accents.add(String((await paint('light', hue, ['accent'])).get('accent')))
  assert.equal(accents.size, AccentHue.def.values.length)
})

test('a row is 15 px on 22 of the size that a person has set in their browser', { skip }, async () => {
  const { fontSize, lineHeight } = await page.evaluate(() => {
    const { fontSize, lineHeight } = getComputedStyle(document.body)
    return { fontSize, lineHeight }
  })
  assert.deepEqual({ fontSize, lineHeight }, { fontSize: '15px', lineHeight: '22px' })
})

/** The tokens as the browser paints them, in sRGB: many an OKLCH colour is none of the screen's. */
async function paint(theme: string, hue: number, names: string[]): Promise<Map<string, number[]>> {
  const painted = await page.evaluate(
    ([theme, hue, names]) => {
      const root = document.documentElement
      root.dataset.theme = theme
      root.dataset.hue = String(hue)
      const context = document.querySelector('canvas')?.getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('the page has no canvas')
      return names.map((name): [string, number[]] => {
        document.body.style.color = `var(--${name})`
        context.fillStyle = getComputedStyle(document.body).color
        context.fillRect(0, 0, 1, 1)
        return [name, Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3))]
      })
    },
    [theme, hue, names] as const,
  )
  return new Map(painted)
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: number[], other: number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((byte) => {
    const part = byte / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
