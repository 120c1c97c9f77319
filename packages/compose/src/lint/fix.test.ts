import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateCase } from '../conformance/generator/generate.ts'
import { readOrNothing, writeCase } from '../conformance/real.ts'
import { testSeed } from '../conformance/seed.ts'
import { diff } from '../diff.ts'
import { ComposeError, loadProject, type Project } from '../load.ts'
import { applyEdits, fixOf } from './fix.ts'
import { lint, PRODUCTION_RULES, RULES } from './lint.ts'

function load(layers: readonly string[]): Project {
  return loadProject({
    files: layers.map((_, index) => `${index}.yml`),
    environment: {},
    projectDirectory: '/project',
    readFile: (path) => (/^\d\.yml$/.test(path) ? layers[Number.parseInt(path)] : undefined),
  })
}

/** The layers with every finding of a rule corrected. */
function fixed(rule: string, layers: readonly string[]): string[] {
  const project = load(layers)
  const edits = lint(project, [...RULES, ...PRODUCTION_RULES])
    .filter((finding) => finding.rule === rule)
    .flatMap((finding) => fixOf(finding, project))
  return layers.map((text, index) =>
    applyEdits(
      text,
      edits.filter(({ file }) => file === `${index}.yml`),
    ),
  )
}

const base = (body: string): string => `services:\n  api:\n    image: x\n${body.replace(/^/gm, '    ')}\n`

/** Each fix: the layers, what becomes of the last one, and what the render then says. */
const CASES: { rule: string; layers: string[]; after: string; render: (project: Project) => unknown; is: unknown }[] = [
  {
    rule: 'clears-nothing',
    layers: [base('ports: ["1:1"]'), base('ports: [] # none here\nuser:   me')],
    after: base('ports: !reset [] # none here\nuser:   me'),
    render: ({ services }) => services.api?.ports,
    is: undefined,
  },
  {
    rule: 'clears-nothing',
    layers: [base('environment: {A: "1"}'), base('environment:   # nothing\nuser: me')],
    after: base('environment: !reset null   # nothing\nuser: me'),
    render: ({ services }) => services.api?.environment,
    is: undefined,
  },
  {
    rule: 'check-stays-off',
    layers: [
      base('healthcheck: {disable: true}'),
      base('healthcheck:\n  # every second\n  test: [CMD, a]\n  interval: 1s'),
    ],
    after: base('healthcheck:\n  # every second\n  disable: false\n  test: [CMD, a]\n  interval: 1s'),
    render: ({ services }) => [services.api?.healthcheck?.disable, services.api?.healthcheck?.test],
    is: [undefined, ['CMD', 'a']],
  },
  {
    rule: 'check-stays-off',
    layers: [base('healthcheck: {disable: true}'), base('healthcheck: {interval: 1s, test: [CMD, a]}')],
    after: base('healthcheck: {interval: 1s, disable: false, test: [CMD, a]}'),
    render: ({ services }) => services.api?.healthcheck?.disable,
    is: undefined,
  },
  {
    rule: 'map-form',
    layers: [base('environment:\n- A=1   # one\n- "B=two words"\n\n- C\n- D=${X:-y}\n- E=')],
    after: base('environment:\n  A: "1"   # one\n  B: two words\n\n  C:\n  D: "${X:-y}"\n  E: ""'),
    render: ({ services }) => services.api?.environment,
    is: { A: '1', B: 'two words', C: null, D: 'y', E: '' },
  },
  {
    rule: 'map-form',
    layers: [base('build:\n  context: .\n  args: [ A=1, "B=x,y" ]  # of the image')],
    after: base('build:\n  context: .\n  args: { A: "1", B: "x,y" }  # of the image'),
    render: ({ services }) => services.api?.build?.args,
    is: { A: '1', B: 'x,y' },
  },
  {
    rule: 'map-form',
    layers: [`${base('depends_on:\n  - b # the other')}  b: {image: b}\n`],
    after: `${base('depends_on:\n  b: {condition: service_started} # the other')}  b: {image: b}\n`,
    render: ({ services }) => services.api?.depends_on,
    is: { b: { condition: 'service_started', required: true } },
  },
  {
    rule: 'weaker-dependency',
    layers: [
      `${base('depends_on: {b: {condition: service_healthy}}')}  b: {image: b}\n  c: {image: c}\n`,
      base('depends_on:\n  - b\n  - c'),
    ],
    after: base('depends_on:\n  b: {condition: service_healthy}\n  c: {condition: service_started}'),
    render: ({ services }) => Object.values(services.api?.depends_on ?? {}).map(({ condition }) => condition),
    is: ['service_healthy', 'service_started'],
  },
  {
    rule: 'public-data',
    layers: [
      base('ports:\n  - 5432:5432 # psql\n  - "0.0.0.0:${P:-1}:2"\n  - {target: 3, published: 4}').replace(
        'image: x',
        'image: postgres',
      ),
    ],
    after: base(
      'ports:\n  - "127.0.0.1:5432:5432" # psql\n  - "127.0.0.1:${P:-1}:2"\n  - {host_ip: 127.0.0.1, target: 3, published: 4}',
    ).replace('image: x', 'image: postgres'),
    render: ({ services }) => services.api?.ports?.map(({ host_ip, target }) => [host_ip, target]),
    is: [
      ['127.0.0.1', 5432],
      ['127.0.0.1', 2],
      ['127.0.0.1', 3],
    ],
  },
  {
    rule: 'command-cut',
    layers: [base("command: 'a && b $$X' # both")],
    after: base('command: [sh, -c, "a && b $$X"] # both'),
    render: ({ services }) => services.api?.command,
    is: ['sh', '-c', 'a && b $X'],
  },
]

for (const { rule, layers, after, render, is } of CASES) {
  test(`${rule} is corrected in ${JSON.stringify(layers.at(-1))}, and nothing else is touched`, () => {
    const result = fixed(rule, layers)
    assert.equal(result.at(-1), after)
    assert.deepEqual(result.slice(0, -1), layers.slice(0, -1))
    assert.deepEqual(render(load(result)), is)
    assert.deepEqual(fixed(rule, result), result, 'a second time changes nothing')
  })
}

test('what an alias brings in is left to a person: it is written for others too', () => {
  const layers = ['x-a: &a\n  - A=1\nservices:\n  api: {image: x, environment: *a}\n  b: {image: x, environment: *a}\n']
  assert.deepEqual(fixed('map-form', layers), layers)
  const anchored = ['services:\n  api: {image: x, environment: &a [A=1]}\n  b: {image: x, environment: *a}\n']
  assert.deepEqual(fixed('map-form', anchored), anchored)
})

test('a list that no mapping can stand for is left as it is', () => {
  const layers = [base('environment: [A=1, A=2]')]
  assert.deepEqual(fixed('map-form', layers), layers)
})

test('line ends of Windows stay as they are', () => {
  const [text] = fixed('map-form', [base('environment:\n  - A=1\n  - B=2').replaceAll('\n', '\r\n')])
  assert.equal(text, base('environment:\n  A: "1"\n  B: "2"').replaceAll('\n', '\r\n'))
})

test('random stacks are still read after their corrections, which end; and map-form changes no render but where it wakes a !reset', () => {
  const first = testSeed()
  console.log(`random stacks from seed ${first}`)
  let corrected = 0
  for (let seed = first; seed < first + 100; seed++) {
    const example = generateCase(seed)
    const folder = writeCase(example)
    const texts = new Map<string, string>()
    const read = (): Project =>
      loadProject({
        files: folder.layers,
        environment: example.environment ?? {},
        projectDirectory: folder.path,
        readFile: (path) => texts.get(path) ?? readOrNothing(path),
        ...(example.profiles ? { profiles: example.profiles } : {}),
        ...(example.envFiles ? { envFiles: example.envFiles } : {}),
      })
    try {
      read()
    } catch (error) {
      assert.ok(error instanceof ComposeError)
      continue
    }
    corrected += correctAll(read, texts, seed)
  }
  assert.ok(corrected > 0)
})

/** Corrects until nothing is left to correct; answers with the number of edits. */
function correctAll(read: () => Project, texts: Map<string, string>, seed: number): number {
  let sum = 0
  for (let round = 0; round < 5; round++) {
    const before = read()
    const findings = lint(before, [...RULES, ...PRODUCTION_RULES])
    const fixable = findings.flatMap((finding) => {
      const edits = fixOf(finding, before)
      return edits.length > 0 ? [{ rule: finding.rule, edits }] : []
    })
    const edits = fixable.flatMap((each) => each.edits)
    if (edits.length === 0) return sum
    sum += edits.length
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const own = edits.filter((edit) => edit.file === file)
      texts.set(file, applyEdits(texts.get(file) ?? readOrNothing(file) ?? '', own))
    }
    const after = read()
    // A !reset that a list made useless reaches the mapping: that is what the form is for.
    const wakesReset = findings.some(({ rule }) => rule === 'reset-without-effect')
    const changesForm = fixable.every(({ rule }) => rule === 'map-form')
    if (changesForm && !wakesReset) assert.deepEqual(diff(before, after), [], `seed ${seed}`)
  }
  assert.fail(`the corrections of seed ${seed} do not end`)
}
