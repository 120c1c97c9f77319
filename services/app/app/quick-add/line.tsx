import { useRef } from 'react'
import { QUICK_ADD_ID } from '../frame/focus-quick-add.ts'
import { AddForm, type AddFormProps } from './form.tsx'
import { useAddQueue } from './use-add-queue.ts'
import { WaitingRows } from '../outbox/waiting-rows.tsx'
import { SendingRows } from './sending-rows.tsx'

type QuickAddProps = Omit<AddFormProps, 'input' | 'fieldId' | 'onAdd'>

/** A page's own line that adds what it says. */
export function QuickAddLine(props: QuickAddProps) {
  const { waiting, add, retry, discard } = useAddQueue(props.action, props.category)
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <AddForm {...props} input={input} fieldId={QUICK_ADD_ID} onAdd={add} />
      <SendingRows waiting={waiting} retry={retry} discard={discard} />
      <WaitingRows of={['/tasks', '/today']} />
    </>
  )
}
