/** A marked passage: its words, a little of what stands around them, and where they stood. */
export interface Anchor {
  quote: string
  before: string
  after: string
  /** Of its first character in the text. */
  position: number
}

/** Characters of what stands around a passage: enough to tell two of the same words apart. */
export const AROUND = 48

/** The passage from `start` to `end` of a text. */
export function anchorOf(text: string, start: number, end: number): Anchor {
  return {
    quote: text.slice(start, end),
    before: text.slice(Math.max(start - AROUND, 0), start),
    after: text.slice(end, end + AROUND),
    position: start,
  }
}

export interface Place {
  start: number
  end: number
}

/**
 * Finds marked passages in a text, which may have changed since: of the places with a passage's words the one whose
 * surroundings are most alike, and of equals the nearest to where it was. Spaces and line breaks do not count.
 * @returns what finds one of them; undefined when its words are no longer there.
 */
export function finderIn(text: string): (anchor: Anchor) => Place | undefined {
  const { squeezed, places } = squeeze(text)
  return (anchor) => {
    const quote = squeeze(anchor.quote).squeezed
    if (quote === '') return undefined
    const [before, after] = [squeeze(anchor.before).squeezed, squeeze(anchor.after).squeezed]
    let best: { at: number; alike: number; distance: number } | undefined
    for (let at = squeezed.indexOf(quote); at !== -1; at = squeezed.indexOf(quote, at + 1)) {
      const ahead = squeezed.slice(Math.max(at - AROUND, 0), at)
      const behind = squeezed.slice(at + quote.length, at + quote.length + AROUND)
      const alike = sameAtEnd(ahead, before) + sameAtStart(behind, after)
      const distance = Math.abs((places[at] ?? 0) - anchor.position)
      const isBetter = !best || alike > best.alike || (alike === best.alike && distance < best.distance)
      if (isBetter) best = { at, alike, distance }
    }
    return best && { start: places[best.at] ?? 0, end: (places[best.at + quote.length - 1] ?? 0) + 1 }
  }
}

/** Whether two texts are the same but for their spaces and line breaks. */
export const isSameButForSpaces = (one: string, other: string): boolean =>
  squeeze(one).squeezed === squeeze(other).squeezed

/** A text without its white space, and where each of its characters was. */
function squeeze(text: string): { squeezed: string; places: number[] } {
  const places: number[] = []
  let squeezed = ''
  for (let place = 0; place < text.length; place++) {
    const letter = text.charAt(place)
    if (letter.trim() === '') continue
    squeezed += letter
    places.push(place)
  }
  return { squeezed, places }
}

function sameAtStart(text: string, start: string): number {
  let same = 0
  while (same < start.length && text[same] === start[same]) same++
  return same
}

function sameAtEnd(text: string, end: string): number {
  let same = 0
  while (same < end.length && text.at(-1 - same) === end.at(-1 - same)) same++
  return same
}
