/**
 * A command line cut into words as Compose cuts it: quotes and backslashes are understood, nothing is expanded, and what a shell
 * would take for an operator (`;`, `&`, `|`, `<`, `>`) silently ends the command.
 * undefined when a quote is left open or a parenthesis stands alone.
 */
export function splitWords(line: string): string[] | undefined {
  return cutCommand(line)?.words
}

/** The words of a command line, and what of it Compose silently leaves away. */
export function cutCommand(line: string): { words: string[]; lost: string } | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  let lost = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string
    if (char === '\\' && quote !== "'") {
      if (++i >= line.length) return undefined
      word = (word ?? '') + line[i]
    } else if (quote !== '') {
      const closes = char === quote
      if (!closes || quote === '`' || quote === ')') word = (word ?? '') + char
      if (closes) quote = ''
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '`') {
      quote = char
      word = (word ?? '') + char
    } else if (char === '(') {
      if (!word?.endsWith('$')) return undefined
      quote = ')'
      word += char
    } else if (char === ')') return undefined
    else if (';&|<>'.includes(char)) {
      if (char === '>' && word !== undefined && /^[0-9]/.test(word)) word = undefined
      lost = line.slice(i)
      break
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (quote !== '') return undefined
  if (word !== undefined) words.push(word)
  return { words, lost }
}
