import { type Path, PathTable, type Rule } from './tree.ts'

// The rules of merging in sentences, for people who ask why.

const IDENTITY = new PathTable<string>({
  'services.*.ports': 'ports are one when address, published port, target and protocol are the same',
  'services.*.volumes': 'mounts are one when they have the same path in the container',
  'services.*.secrets': 'secrets are one when they have the same path in the container',
  'services.*.configs': 'configs are one when they have the same path in the container',
  'services.*.devices': 'devices are one when they have the same path in the container',
  'services.*.environment': 'variables are one by their name',
  'services.*.labels': 'labels are one by their name',
  'services.*.tmpfs': 'tmpfs entries are one when the text before "=" is the same',
  'services.*.env_file': 'env files are one by their path',
})

const GENERAL: Record<Rule, string> = {
  set: 'written here',
  replaced: 'a later layer replaces a single value, a command and a health check test',
  merged: 'mappings are merged key by key, the later layer wins',
  appended: 'lists are appended; write !override to replace one',
  'same entry replaced': 'a later entry takes the place of the one with the same identity',
  'cleared by !reset': '!reset takes away what earlier layers said',
  'replaced by !override': '!override puts this in the place of what earlier layers said',
  kept: 'an empty value clears nothing; write !reset null to clear',
  default: 'nobody writes it: Compose adds it',
  env_file: 'read from an env file',
  extended: 'taken over from the service that this one extends',
}

export function whyOf(rule: Rule, path: Path): string {
  const identity = IDENTITY.find(path) ?? IDENTITY.find(path.slice(0, -1))
  const withIdentity = rule === 'appended' || rule === 'same entry replaced' || rule === 'merged'
  return identity && withIdentity ? `${GENERAL[rule]} (${identity})` : GENERAL[rule]
}
