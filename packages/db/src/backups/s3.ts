import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { type Place, UNFINISHED_MS } from './place.ts'

export interface S3Options {
  bucket: string
  /** Stands before each name: `house/`. */
  prefix: string
  /** Of what speaks S3's protocol; absent: Amazon's own. */
  endpoint?: string | undefined
  /** Absent: what AWS's own configuration says. */
  region?: string | undefined
  /** A profile as in AWS's credentials file. Absent: AWS's default chain (variables, profile, role of the machine). */
  credentials?: string | undefined
}

export interface S3Place extends Place {
  /** Uploads a file under a name. It is there when all of it is, and never in part. */
  upload: (name: string, path: string, signal?: AbortSignal) => Promise<void>
}

/** S3 takes 10,000 parts at most, none smaller than 5 MiB but the last. */
const PART_BYTES = 8 << 20
const MOST_PARTS = 9000
/** Parts under way at once: each is held in memory, to be sent again. */
const AT_ONCE = 2
const ATTEMPTS = 6
const PAUSE_MS = 200

export function openS3(options: S3Options): S3Place {
  const client = new S3Client({
    ...(options.endpoint && {
      endpoint: options.endpoint,
      forcePathStyle: true,
      region: options.region ?? 'us-east-1',
    }),
    ...(options.region && { region: options.region }),
    ...(options.credentials && { credentials: readCredentials(options.credentials) }),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
  })
  const bucket = { Bucket: options.bucket }
  const at = (name: string) => ({ ...bucket, Key: options.prefix + name })
  return {
    name: 's3',
    list: (signal) => list(client, options, signal),
    read: (name, signal) => read(client, at(name), signal),
    async remove(name) {
      await client.send(new DeleteObjectCommand(at(name)))
    },
    removeUnfinished: (now) => abortOldUploads(client, options, now),
    upload: (name, path, signal) => upload(client, at(name), path, signal),
  }
}

interface ObjectName {
  Bucket: string
  Key: string
}

async function list(client: S3Client, { bucket, prefix }: S3Options, signal: AbortSignal | undefined) {
  const files = []
  const asked = { Bucket: bucket, Prefix: prefix }
  for await (const page of paginateListObjectsV2({ client }, asked, { abortSignal: signal })) {
    for (const { Key = '', Size = 0 } of page.Contents ?? [])
      files.push({ name: Key.slice(prefix.length), bytes: Size })
  }
  return files
}

/** In parts with a checksum each, which the server compares; a part that is lost on its way is sent again. */
async function upload(client: S3Client, object: ObjectName, path: string, signal: AbortSignal | undefined) {
  const { size } = await stat(path)
  const body = createReadStream(path)
  const work = new Upload({
    client,
    params: { ...object, Body: body, ChecksumAlgorithm: 'CRC32', ContentType: 'application/octet-stream' },
    partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
    queueSize: AT_ONCE,
  })
  const stop = () => void work.abort()
  signal?.throwIfAborted()
  signal?.addEventListener('abort', stop)
  try {
    await work.done()
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    body.destroy()
  }
  const { ContentLength } = await client.send(new HeadObjectCommand(object))
  if (ContentLength !== size) throw new Error(`S3 has ${ContentLength} bytes of ${object.Key} instead of ${size}`)
}

/** Goes on where a lost connection had left it, with the same object or not at all. */
async function* read(client: S3Client, object: ObjectName, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  let position = 0
  let total = Number.POSITIVE_INFINITY
  let version: string | undefined
  for (let failures = 0; position < total; ) {
    try {
      const rest = position > 0 ? { Range: `bytes=${position}-`, IfMatch: version } : {}
      const answer = await client.send(new GetObjectCommand({ ...object, ...rest }), {
        ...(signal && { abortSignal: signal }),
      })
      version ??= answer.ETag
      total = position + (answer.ContentLength ?? 0)
      for await (const piece of answer.Body as AsyncIterable<Buffer>) {
        position += piece.length
        failures = 0
        yield piece
      }
      if (position < total) throw new Error(`S3 ended ${object.Key} after ${position} of ${total} bytes`)
    } catch (error) {
      signal?.throwIfAborted()
      if (isRefusal(error) || ++failures >= ATTEMPTS) throw error
      await delay(PAUSE_MS * 2 ** failures, undefined, { signal })
    }
  }
}

/** It would be refused again. */
function isRefusal(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0
  return status >= 400 && status < 500
}

/** Parts of an upload whose writer was killed cost money, and no list of objects shows them. A thousand at a time. */
async function abortOldUploads(client: S3Client, { bucket, prefix }: S3Options, now: Date): Promise<number> {
  const asked = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix })
  const found = await client.send(asked).catch((error: Error) => {
    if (error.name === 'NotImplemented') return undefined // not every server of the protocol tells
    throw error
  })
  const old = (found?.Uploads ?? []).filter(
    ({ Initiated }) => Initiated && now.getTime() - Initiated.getTime() > UNFINISHED_MS,
  )
  for (const { Key, UploadId } of old)
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
  return old.length
}

/** The lines of a profile: `aws_access_key_id = …`. @throws when one of the two is missing. */
function readCredentials(text: string) {
  const valueOf = (name: string) => new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(text)?.[1]
  const [accessKeyId, secretAccessKey] = [valueOf('aws_access_key_id'), valueOf('aws_secret_access_key')]
  if (!accessKeyId || !secretAccessKey)
    throw new Error('backup_s3_credentials needs the lines aws_access_key_id = … and aws_secret_access_key = …')
  const sessionToken = valueOf('aws_session_token')
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}
