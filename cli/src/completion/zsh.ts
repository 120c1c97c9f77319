import type { Place } from './tree.ts'

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
/** `_describe` splits a word from what it means at the colon. */
const described = (name: string, description: string) => quote(`${name.replaceAll(':', '\\:')}:${description}`)

/** A completion script for zsh, with what each word means. */
export function zshScript(places: Place[]): string {
  const options = (place: Place) =>
    place.options.flatMap(({ flags, description }) => flags.map((flag) => described(flag, description)))
  const values = places.flatMap((place) =>
    place.options
      .filter((option) => option.takesValue)
      .map(({ flags, values }) => [flags.map((flag) => quote(`${place.path} ${flag}`)).join('|'), values] as const),
  )
  return `#compdef ichrisbirch
# zsh completion for ichrisbirch: eval "$(ichrisbirch completion zsh)"
_ichrisbirch_words() {
  case $1 in
${places
  .map((place) =>
    arm(
      place.path,
      place.words.map(({ name, description }) => described(name, description)),
    ),
  )
  .join('')}    *) reply=() ;;
  esac
}
_ichrisbirch_operands() {
  case $1 in
${places.map((place) => arm(place.path, place.operands === 'files' ? ['@files'] : place.operands.map(quote))).join('')}    *) reply=() ;;
  esac
}
_ichrisbirch_options() {
  case $1 in
${places.map((place) => arm(place.path, options(place))).join('')}    *) reply=() ;;
  esac
}
_ichrisbirch_values() {
  case $1 in
${values.map(([flags, known]) => `    ${flags}) reply=(${known.map(quote).join(' ') || '-'}) ;;`).join('\n')}
    *) reply=() ;;
  esac
}
_ichrisbirch() {
  local path= word i
  local -a reply
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    _ichrisbirch_words "$path"
    if (( \${reply[(I)$word:*]} )); then path="\${path:+$path }$word"; fi
  done
  if [[ \${words[CURRENT-1]} == -* ]]; then
    _ichrisbirch_values "$path \${words[CURRENT-1]}"
    if [[ \${reply[1]} == - ]]; then return 0; fi
    if (( $#reply )); then compadd -a reply; return; fi
  fi
  if [[ \${words[CURRENT]} == -* ]]; then
    _ichrisbirch_options "$path"
    _describe option reply
    return
  fi
  _ichrisbirch_words "$path"
  (( $#reply )) && _describe command reply
  _ichrisbirch_operands "$path"
  if [[ \${reply[1]} == @files ]]; then _files; elif (( $#reply )); then compadd -a reply; fi
}
(( $+functions[compdef] )) && compdef _ichrisbirch ichrisbirch
`
}

function arm(path: string, words: string[]): string {
  return words.length > 0 ? `    ${quote(path)}) reply=(${words.join(' ')}) ;;\n` : ''
}
