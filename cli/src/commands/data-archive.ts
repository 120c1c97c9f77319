import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../context.ts'
import { apiFailure, keyFor } from '../data/api.ts'
import { findHouse, type House, type HouseFlags } from '../data/houses.ts'
import { size } from '../database/progress.ts'
import { Failure, usageFailure } from '../failure.ts'

/** Writes everything that the person keeps to one file, whole or not at all; to stdout when that is `-`. */
export async function exportData(
  path: string,
  flags: HouseFlags & { force?: boolean },
  context: Context,
): Promise<void> {
  const house = await findHouse(flags, context)
  if (path === '-') return receive(house, process.stdout, context)
  if (existsSync(path) && !flags.force)
    throw usageFailure(`${path} is there already`, 'choose another name, or --force')
  await writeArchive(house, resolve(path), context)
}

/** Takes in such a file: all of it or nothing. */
export async function importData(
  path: string,
  flags: HouseFlags & { replace?: boolean },
  context: Context,
): Promise<void> {
  const house = await findHouse(flags, context)
  if (!existsSync(path)) throw usageFailure(`There is no file ${path}`, 'an archive is made by: data export FILE')
  if (flags.replace) {
    const before = resolve(
      dirname(path),
      `before-import-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.tar.gz`,
    )
    await writeArchive(house, before, context)
    context.progress.say(`What was there is in ${before}`)
  }
  const answer = await ask(house, `/import/?replace=${flags.replace ?? false}`, context, {
    method: 'POST',
    headers: { 'content-type': 'application/gzip' },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream,
    duplex: 'half',
  })
  const { records } = (await answer.json()) as { records: number }
  context.progress.say(`${house.title} has it all now: ${records} records`)
}

/** Under another name until it is whole. */
async function writeArchive(house: House, path: string, context: Context): Promise<void> {
  const partial = `${path}.part`
  try {
    await receive(house, createWriteStream(partial, { mode: 0o600 }), context)
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  context.progress.say(`${path}: ${size(statSync(path).size)}`)
}

async function receive(house: House, target: Writable, context: Context): Promise<void> {
  const { body } = await ask(house, '/export/', context, {})
  if (!body) throw new Failure(`${house.title} sent nothing`)
  await pipeline(Readable.fromWeb(body), target, { signal: context.signal })
}

async function ask(house: House, path: string, context: Context, init: RequestInit & { duplex?: 'half' }) {
  const answer = await fetch(house.url + path, {
    ...init,
    headers: { 'x-api-key': keyFor(house), ...(init.headers as Record<string, string>) },
    signal: context.signal,
  }).catch((error: Error) => {
    throw context.signal.aborted ? error : apiFailure(named(error, 'unavailable'), house)
  })
  if (answer.ok) return answer
  const problem = (await answer.json()) as { code: string; detail: string; errors?: { message: string }[] }
  const words = problem.errors?.map(({ message }) => message).join('; ') ?? problem.detail
  throw apiFailure(named(new Error(words), problem.code), house)
}

/** In the form in which the client of the contract throws. */
const named = (error: Error, code: string) => Object.assign(error, { name: 'ApiError', code })
