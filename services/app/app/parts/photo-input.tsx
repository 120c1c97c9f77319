import { type ChangeEvent, useState } from 'react'
import { shrinkPhoto } from './shrink-photo.ts'
import classes from './photo-input.module.css'

interface PhotoInputProps {
  /** The field's name in a `multipart/form-data` form. */
  name: string
  label: string
  multiple?: boolean
  /** Called when the photos are small enough to be sent; without it they wait for their form. */
  onReady?: (photos: File[]) => void
}

/**
 * Chooses photos. Where scripts run they are made small, and lose what they tell of place and camera, before anything is
 * sent; where none do, the server takes that out of them as they are.
 */
export function PhotoInput({ name, label, multiple, onReady }: PhotoInputProps) {
  const [isBusy, setBusy] = useState(false)
  const shrink = async ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    setBusy(true)
    const photos = await Promise.all([...(input.files ?? [])].map(shrinkPhoto))
    setBusy(false)
    const small = new DataTransfer()
    for (const photo of onReady ? [] : photos) small.items.add(photo)
    input.files = small.files
    if (photos.length > 0) onReady?.(photos)
  }
  return (
    <label className={classes.photo} aria-busy={isBusy}>
      <span>{isBusy ? 'Making it smaller …' : label}</span>
      <input
        type="file"
        name={name}
        accept="image/jpeg,image/png,image/webp,image/gif,image/heic"
        multiple={multiple}
        onChange={(event) => void shrink(event)}
      />
    </label>
  )
}
