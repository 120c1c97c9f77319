import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { type Finding, ok, problem, unknown } from './check.ts'

const gigabyte = 1024 ** 3
const neededDisk = 2 * gigabyte
const neededMemory = 0.6 * gigabyte
const toleratedSeconds = 5
/** Of systemd; a container has none. */
const timeProgram = 'timedatectl'

const size = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`

/** Images, packages and a database want room; a full disk stops PostgreSQL at once. */
export function checkDisk(folder: string, needed = neededDisk): Finding[] {
  const { bavail, bsize, ffree } = statfsSync(folder)
  const free = bavail * bsize
  if (ffree === 0)
    return [problem(`no file can be made on the disk of ${folder}: it is out of inodes`, 'remove many small files')]
  if (free >= needed) return [ok(`${size(free)} of disk are free`)]
  return [
    problem(`only ${size(free)} of disk are free at ${folder}`, 'docker system prune, or remove what is not needed'),
  ]
}

/** What can be given out without swapping; the whole house takes about 600 MB. */
export function checkMemory(needed = neededMemory): Finding[] {
  const free = availableMemory()
  if (free >= needed) return [ok(`${size(free)} of memory are available`)]
  return [problem(`only ${size(free)} of memory are available`, 'end other programs, or give the machine more memory')]
}

function availableMemory(): number {
  try {
    const kilobytes = /MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    return kilobytes ? Number(kilobytes) * 1024 : freemem()
  } catch {
    return freemem() // no /proc on this system
  }
}

/**
 * Sessions, certificates and jobs go by the clock. Nothing is asked on the network: it is held against the disk's own,
 * against what was written before, and against what the system says of itself.
 */
export function checkClock(root: string, now = () => Date.now()): Finding[] {
  const file = join(root, '.ichrisbirch', `.clock-${process.pid}`)
  const before = now()
  writeFileSync(file, '')
  const offDisk = Math.abs(statSync(file).mtimeMs - before) / 1000
  rmSync(file)
  const newest = statSync(join(root, 'package-lock.json')).mtimeMs
  const fix = 'sudo timedatectl set-ntp true'
  if (newest > before + 60_000)
    return [problem(`the clock is behind: it says ${new Date(before).toISOString()}, and files are newer`, fix)]
  if (offDisk > toleratedSeconds)
    return [problem(`the clock and that of the disk are ${offDisk.toFixed(0)} s apart`, fix)]
  const isSynchronised = synchronised()
  if (isSynchronised === false) return [problem('the clock is not kept by a time server', fix)]
  if (isSynchronised === undefined)
    return [
      unknown(`the clock says ${new Date(before).toISOString()}; whether a time server keeps it is not known here`),
    ]
  return [ok('the clock is kept by a time server')]
}

function synchronised(): boolean | undefined {
  try {
    const answer = execFileSync(timeProgram, ['show', '-p', 'NTPSynchronized', '--value'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 3000,
    }).trim()
    return answer === 'yes' ? true : answer === 'no' ? false : undefined
  } catch {
    return undefined // no systemd: a container, or another system
  }
}
