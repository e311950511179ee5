// htmx notes the address of each page in the tab, with what was searched for, to go back to pages that it has pushed. No
// page here lets it push one.
sessionStorage.removeItem("htmx-current-path-for-history");
