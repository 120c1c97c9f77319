import { folderOf } from '../paths.ts'
import { stringOf, textOf } from '../tree.ts'
import { cutCommand } from '../words.ts'
import { field, itemsOf, type LintRule, servicesOf } from './finding.ts'

// Texts that mean something else to Compose than to their reader.

export const relativeToFirst: LintRule = {
  name: 'relative-to-first-file',
  summary: 'Relative paths are relative to the first file’s folder, in every layer.',
  *check({ layers }) {
    const home = folderOf(layers[0]?.file ?? '')
    for (const { file, root } of layers.slice(1)) {
      if (folderOf(file) === home) continue
      for (const [name, service] of servicesOf(root)) {
        const build = field(service, 'build')
        const paths = [
          ...itemsOf(field(service, 'volumes')),
          ...itemsOf(field(service, 'env_file')),
          field(build, 'context') ?? build,
        ]
        for (const node of paths) {
          const source = node?.kind === 'mapping' ? (field(node, 'source') ?? field(node, 'path')) : node
          if (!source || !/^\.\.?(\/|$)/.test(textOf(source))) continue
          yield {
            at: source.at,
            path: `services.${name}`,
            message: `${textOf(source)} is looked for beside ${layers[0]?.file}, not beside this file`,
            suggestion: `Write the path as seen from ${home}.`,
          }
        }
      }
    }
  },
}

export const driveLetterVolume: LintRule = {
  name: 'drive-letter-volume',
  summary: 'A volume with a name of one letter is a Windows drive to Compose.',
  *check({ layers }) {
    for (const { root } of layers) {
      for (const [name, service] of servicesOf(root)) {
        for (const item of itemsOf(field(service, 'volumes'))) {
          const text = stringOf(item)
          if (text === undefined || !/^[A-Za-z]:[^\\]/.test(text)) continue
          yield {
            at: item.at,
            path: `services.${name}.volumes`,
            message: `${text} is not the volume ${text[0]}: one letter and a colon is read as a Windows drive`,
            suggestion: 'Give the volume a longer name, or write the long form.',
          }
        }
      }
    }
  },
}

export const commandCut: LintRule = {
  name: 'command-cut',
  summary: 'A command written as text has no shell: from the first ; & | < or > on it is silently left away.',
  *check({ layers }) {
    for (const { root } of layers) {
      for (const [name, service] of servicesOf(root)) {
        for (const key of ['command', 'entrypoint']) {
          const node = field(service, key)
          const lost = cutCommand(stringOf(node) ?? '')?.lost
          if (!node || !lost) continue
          yield {
            at: node.at,
            path: `services.${name}.${key}`,
            message: `${JSON.stringify(lost.trim())} is left away: there is no shell here`,
            suggestion: `Write ${key}: [sh, -c, ${JSON.stringify(stringOf(node))}].`,
          }
        }
      }
    }
  },
}

export const TEXT_RULES: readonly LintRule[] = [relativeToFirst, driveLetterVolume, commandCut]
