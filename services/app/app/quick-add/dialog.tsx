import { useEffect, useRef } from 'react'
import { useFetcher } from 'react-router'
import { isHouseAway } from '../frame/connection.ts'
import { OverlayDialog } from '../frame/overlay-dialog.tsx'
import type { loader as categoriesLoader } from '../pages/account/categories.tsx'
import classes from './form.module.css'
import { AddForm } from './form.tsx'
import type { useAddQueue } from './use-add-queue.ts'
import { SendingRows } from './sending-rows.tsx'

interface DialogProps {
  queue: ReturnType<typeof useAddQueue>
  initialLine: string
  onClose: () => void
}

/** The line that adds anything, over whatever page is open. What was refused is here again, with the reason. */
export default function QuickAddDialog({ queue, initialLine, onClose }: DialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const fetcher = useFetcher<typeof categoriesLoader>()
  const { load } = fetcher
  useEffect(() => {
    input.current?.focus()
    // Without them every category looks new; an answer that never comes would take the page away.
    if (!isHouseAway()) void load('/account/categories')
  }, [load])
  const categories = fetcher.data?.items.map(({ name }) => name) ?? []
  return (
    <OverlayDialog label="Add anything" onClose={onClose}>
      <div className={classes.dialog}>
        <AddForm
          action="/today"
          reads="anything"
          categories={categories}
          category={null}
          initialLine={initialLine}
          firstId=""
          fieldId="add-anywhere"
          input={input}
          onAdd={(line, as) => {
            queue.add(line, as)
            onClose()
          }}
        />
        <SendingRows {...queue} waiting={queue.waiting.filter(({ problem }) => problem)} />
      </div>
    </OverlayDialog>
  )
}
