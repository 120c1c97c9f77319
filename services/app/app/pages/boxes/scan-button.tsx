import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { IconQrcode } from '../../icons.ts'
import { useNotices } from '../../parts/notice.tsx'
import classes from './boxes.module.css'

/** The browser's own reader of codes; the types of the language do not know it yet. */
interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

const detectorOf = () => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
const LOOK_EVERY_MS = 200

/** Opens the box of a label that is held before the camera. Not there in a browser that reads no codes. */
export function ScanButton() {
  const [isAble, setAble] = useState(false)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setAble(detectorOf() !== undefined && 'mediaDevices' in navigator), [])
  if (!isAble) return null
  return (
    <>
      <button type="button" className={classes.scan} aria-label="Scan a label" onClick={() => setOpen(true)}>
        <IconQrcode size={18} stroke={1.75} aria-hidden />
      </button>
      {isOpen && <Camera onClose={() => setOpen(false)} />}
    </>
  )
}

function Camera({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const navigate = useNavigate()
  const { notify } = useNotices()

  useEffect(() => {
    dialog.current?.showModal()
    const stop = new AbortController()
    void look(video.current, stop.signal)
      .then((code) => {
        if (code === undefined) return
        onClose()
        void navigate(`/boxes/go?code=${encodeURIComponent(code)}`)
      })
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error
        // Closed while the camera was starting: nobody waits for it.
        if (stop.signal.aborted) return
        onClose()
        notify({ words: 'The camera cannot be used. Type the number of the box.', tone: 'problem' })
      })
    return () => stop.abort()
    // The camera is started once, whatever the page around it does.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <dialog ref={dialog} className={classes.camera} aria-label="Scan a label" onCancel={onClose}>
      <video ref={video} playsInline muted />
      <p>Hold a label before the camera.</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}

/** The first code that the camera sees; undefined when it was stopped before. */
async function look(video: HTMLVideoElement | null, signal: AbortSignal): Promise<string | undefined> {
  const Detector = detectorOf()
  if (!video || !Detector) return undefined
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  try {
    const detector = new Detector({ formats: ['qr_code'] })
    video.srcObject = stream
    if (!signal.aborted) await video.play()
    while (!signal.aborted) {
      const [code] = await detector.detect(video)
      if (code) return code.rawValue
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return undefined
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
