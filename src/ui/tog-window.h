#pragma once

#include "tog-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogWindow:
 *
 * The app's window: pages one above the other, of which the first is the start
 * page, or home once signed in. Pages ask it for things by its actions:
 *
 * - win.back
 * - win.refresh
 * - win.menu
 * - win.connect: opens the page to sign in at an organization
 * - win.open-match (match id, planned session id or ""): opens a match's page
 * - win.open-group (group id, id of a planned session or a session, or ""): opens a group's page
 * - win.book (match id, planned session id): begins to book
 * - win.book-group (group id, planned session id): begins to book with a group
 * - win.email (match id): opens a draft to the match's person
 * - win.email-member (group id, member id): opens a draft to a group's member
 * - win.answer (match id or "", group id or "", session id, answer): answers an invite
 * - win.reschedule (match id or "", group id or "", session id): begins to move it
 * - win.cancel-session (match id or "", group id or "", session id): asks, and calls it off
 * - win.say-late (match id or "", group id or "", session id, minutes): tells the others
 * - win.say-held (match id or "", group id or "", session id, "yes" or "no", rating or 0):
 *   states whether one met, unless it is taken back
 * - win.mark-done (match id or "", group id or "", planned session id): asks when it was held
 * - win.open-link (address): opens an http or https address
 */
#define TOG_TYPE_WINDOW (tog_window_get_type ())
G_DECLARE_FINAL_TYPE (TogWindow, tog_window, TOG, WINDOW, AdwApplicationWindow)

GtkWidget *tog_window_new          (GtkApplication *application, TogAccounts *accounts);
void       tog_window_start        (TogWindow *self, const GError *restore_error);
void       tog_window_open_demo    (TogWindow *self);
gboolean   tog_window_is_closing   (TogWindow *self);
void       tog_window_add_toast    (TogWindow *self, AdwToast *toast);
void       tog_window_show_message (TogWindow *self, const char *message);

G_END_DECLS
