/** Points of the longer side: sharp on every screen, some 400 kB. */
const LONGEST = 2048
const QUALITY = 0.85
/** A picture that weighs no more is sent as it is. */
const SMALL = 300_000

/**
 * A photo as it is kept: at most 2048 points on its longer side, drawn anew as JPEG, which leaves out everything but the
 * picture. What this browser cannot read goes as it is, and the server says what it thinks of it.
 */
export async function shrinkPhoto(file: File): Promise<File> {
  // Drawn anew, an animation would stand still.
  if (file.type === 'image/gif') return file
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!picture) return file
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  if (scale === 1 && file.size <= SMALL) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return file
  // JPEG knows no transparency: without this it would be black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  if (!blob || (scale === 1 && blob.size >= file.size)) return file
  return new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: blob.type })
}
