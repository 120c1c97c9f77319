import type { Place } from './tree.ts'

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A completion script for bash. Nothing is started at a press of Tab: all it knows is in it. */
export function bashScript(places: Place[]): string {
  const words = (place: Place) => place.words.map(({ name }) => name)
  const options = (place: Place) => place.options.flatMap(({ flags }) => flags)
  const values = places.flatMap((place) =>
    place.options
      .filter((option) => option.takesValue)
      .map(({ flags, values }) => [flags.map((flag) => quote(`${place.path} ${flag}`)).join('|'), values] as const),
  )
  return `# bash completion for ichrisbirch: eval "$(ichrisbirch completion bash)"
_ichrisbirch_words() {
  case $1 in
${places.flatMap((place) => arm(quote(place.path), words(place))).join('\n')}
  esac
}
_ichrisbirch_operands() {
  case $1 in
${places.flatMap((place) => arm(quote(place.path), place.operands === 'files' ? ['@files'] : place.operands)).join('\n')}
  esac
}
_ichrisbirch_options() {
  case $1 in
${places.flatMap((place) => arm(quote(place.path), options(place))).join('\n')}
  esac
}
# What an option takes; "-" when that is anything.
_ichrisbirch_values() {
  case $1 in
${values.map(([flags, known]) => `    ${flags}) echo ${quote(known.join(' ') || '-')} ;;`).join('\n')}
  esac
}
_ichrisbirch() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path= word i candidates
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case " $(_ichrisbirch_words "$path") " in *" $word "*) path=\${path:+$path }$word ;; esac
  done
  candidates=
  [[ $previous == -* ]] && candidates=$(_ichrisbirch_values "$path $previous")
  if [[ $candidates == - ]]; then COMPREPLY=(); return; fi
  if [[ -z $candidates ]]; then
    if [[ $current == -* ]]; then candidates=$(_ichrisbirch_options "$path")
    else candidates="$(_ichrisbirch_words "$path") $(_ichrisbirch_operands "$path")"; fi
  fi
  if [[ $candidates == *@files* ]]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -F _ichrisbirch ichrisbirch
`
}

function arm(pattern: string, words: string[]): string[] {
  return words.length > 0 ? [`    ${pattern}) echo ${quote(words.join(' '))} ;;`] : []
}
