/** Leads the focus back to where a dialog of Streamlit's was asked for: by itself it finds no way into a component. */

export class FocusBack {
  private observer: MutationObserver | null = null;

  /** Once the next dialog has closed, the focus goes to an element, unless the reader has taken it elsewhere. */
  to(element: HTMLElement): void {
    this.observer?.disconnect();
    let open = false;
    this.observer = new MutationObserver(() => {
      const before = open;
      open = document.querySelector("[role=dialog]") !== null;
      if (open || !before) return;
      this.observer?.disconnect();
      // The dialog lets go of the focus a moment after it has gone.
      setTimeout(() => {
        if (document.activeElement === document.body) element.focus();
      }, 50);
    });
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  destroy(): void {
    this.observer?.disconnect();
  }
}
