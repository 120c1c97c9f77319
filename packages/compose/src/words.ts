/**
 * A command line cut into words as a POSIX shell would cut it: quotes and backslashes are understood, and nothing is expanded.
 * undefined when a quote is left open.
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string
    if (quote === "'") {
      if (char === "'") quote = ''
      else word += char
    } else if (char === '\\') {
      const next = line[++i]
      if (next === undefined) return undefined
      const kept = quote === '"' && !'$`"\\\n'.includes(next) ? `\\${next}` : next
      word = (word ?? '') + (next === '\n' ? '' : kept)
    } else if (quote === '"') {
      if (char === '"') quote = ''
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (quote !== '') return undefined
  if (word !== undefined) words.push(word)
  return words
}
