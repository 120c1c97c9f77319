import type { Place } from './tree.ts'

/** In single quotes fish knows two escapes. */
const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A completion script for fish, with what each word means. */
export function fishScript(places: Place[]): string {
  const paths = places.map(({ path }) => path).filter(Boolean)
  return `# fish completion for ichrisbirch: ichrisbirch completion fish | source
set -g __ichrisbirch_paths ${paths.map(quote).join(' ')}
# The longest path of commands that the words before the cursor make.
function __ichrisbirch_path
    set -l path ''
    for word in (commandline -opc)[2..]
        set -l longer (string trim -- "$path $word")
        contains -- "$longer" $__ichrisbirch_paths; and set path $longer
    end
    echo $path
end
function __ichrisbirch_at
    test (__ichrisbirch_path) = "$argv[1]"
end
complete -c ichrisbirch -f
${places.flatMap(lines).join('\n')}
`
}

function lines({ path, words, options, operands }: Place): string[] {
  const here = `complete -c ichrisbirch -n ${quote(`__ichrisbirch_at ${quote(path)}`)}`
  return [
    ...words.map(({ name, description }) => `${here} -a ${quote(name)} -d ${quote(description)}`),
    ...(operands === 'files' ? [`${here} -F`] : operands.length > 0 ? [`${here} -a ${quote(operands.join(' '))}`] : []),
    ...options.map((option) => {
      const flags = option.flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
      const values = option.takesValue
        ? ` -x${option.values.length > 0 ? ` -a ${quote(option.values.join(' '))}` : ''}`
        : ''
      return `${here} ${flags.join(' ')}${values} -d ${quote(option.description)}`
    }),
  ]
}
