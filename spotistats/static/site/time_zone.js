// Tells the sign-in which time zone this browser is in. Without scripts the field stays empty, and the zone is UTC.
for (const field of document.querySelectorAll("input[name=time_zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}
