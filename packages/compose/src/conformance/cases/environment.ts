import type { Case } from '../case.ts'

const withFile = (
  name: string,
  text: string,
  body = 'env_file: a.env',
  environment: Record<string, string> = {},
): Case => ({
  name,
  layers: [`services:\n  a:\n    image: x\n${body.replace(/^/gm, '    ')}\n`],
  files: { 'a.env': text, 'b.env': 'A=b\nZ=${A}${B}\n' },
  environment,
})

export const ENVIRONMENT: Case[] = [
  withFile(
    'env_file: values',
    'A=1\nB = 2\nC=\nD="x y"\nE=\'x $A\'\nF=a b # c\nG=a#b\nH="a # b" # c\n\n# c\n  I=1\nJ=  x  \n',
  ),
  withFile(
    'env_file: interpolation',
    'A=1\nB=${A}2\nC="${B}3"\nD=\'${B}\'\nE=$SHELL_ONE\nF=${UNSET:-d}\nG=$$A\nH="\\$A"\nI=\\$A\n',
    undefined,
    { SHELL_ONE: 's', A: 'shell' },
  ),
  withFile('env_file: escapes', 'A="a\\nb\\tc\\"d\\\\e"\nB=\'a\\nb\'\nC=a\\nb\nD="two\nlines"\nE=\'two\nlines\'\n'),
  withFile('env_file: names only and colons', 'A\nB\nC: x\nexport D=1\nexport   E=2\nF.G=1\n', undefined, {
    A: 'from-shell',
  }),
  withFile(
    'env_file: environment wins',
    'A=file\nB=file\nC=file\n',
    'env_file: [a.env]\nenvironment: {A: own, B: null}',
    {},
  ),
  withFile('env_file: environment takes a value of the shell', 'A=file\n', 'env_file: [a.env]\nenvironment: [A, Q]', {
    A: 'shell',
  }),
  withFile('env_file: the later file wins', 'A=a\nB=a\n', 'env_file: [a.env, {path: b.env}]'),
  withFile('env_file: a file that may be missing', 'A=1\n', 'env_file: [a.env, {path: ./none.env, required: false}]'),
  withFile('env_file: a file that is missing', 'A=1\n', 'env_file: none.env'),
  withFile('env_file: an unterminated quote', 'A="x\n'),
  withFile('env_file: a bad name', 'A B=1\n'),
  withFile('env_file: from the service itself', 'B=${OWN}\n', 'env_file: a.env\nenvironment: {OWN: "1"}'),
  withFile('env_file: carriage returns', 'A=1\r\nB="2"\r\n'),
  withFile(
    'environment: null values',
    '',
    'environment: {A: , B: "", C: null, D: ~}\nbuild: {context: ., args: {A: , C: null, D: 1}}',
    { A: 'a', D: 'd' },
  ),
  withFile(
    'environment: what numbers look like',
    '',
    'environment: {A: 1.0, B: 0x10, C: 0777, D: 1e3, E: 1_000, F: yes, G: on, H: 12:30:45, I: .5, J: 123456789012345678, K: +1, L: 2024-01-01, M: 0o17, N: 1e25, O: 08, P: -0, Q: 1.10}',
  ),
  withFile(
    'environment: what numbers look like, merged',
    '',
    'environment:\n  <<: {A: 1.0}\n  B: 1.50\n  C: 1e9\nlabels: {a: 1.0, b: 1e9}',
  ),
]
