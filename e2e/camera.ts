// The machines of tests have no camera, and their browsers read no codes: both are stood in for, as text that runs in pages.

/** A browser that reads codes, and a camera before which one is held. @param code JavaScript that gives its text */
export const cameraBefore = (code: string) => `
  globalThis.BarcodeDetector = class { async detect() { return [{ rawValue: ${code} }] } }
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas')
    // A stream begins with the first thing that is drawn.
    setInterval(() => canvas.getContext('2d').fillRect(0, 0, 9, 9), 50)
    return (globalThis.camera = canvas.captureStream())
  }`

export const IS_CAMERA_OFF = "globalThis.camera.getTracks().every((track) => track.readyState === 'ended')"
