#pragma once

#include "tog-account.h"
#include "tog-availability-settings.h"
#include "tog-source-request.h"
#include "tog-source.h"

G_BEGIN_DECLS

/*
 * What a member says of when they can meet, and the calendars that say when they can't.
 */

/* The settings as the server has them, and their version; while offline as they were
 * last known. */
void     tog_account_load_availability_async  (TogAccount         *self,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
gboolean tog_account_load_availability_finish (TogAccount              *self,
                                               GAsyncResult            *result,
                                               TogAvailabilitySettings *settings,
                                               char                   **etag,
                                               GError                 **error);

/* Changes what had the version @etag; %TOG_ACCOUNT_ERROR_CHANGED where it has another by
 * now. */
void     tog_account_put_availability_async   (TogAccount                    *self,
                                               const TogAvailabilitySettings *settings,
                                               const char                    *etag,
                                               GCancellable                  *cancellable,
                                               GAsyncReadyCallback            callback,
                                               gpointer                       user_data);
gboolean tog_account_put_availability_finish  (TogAccount              *self,
                                               GAsyncResult            *result,
                                               TogAvailabilitySettings *settings,
                                               char                   **etag,
                                               GError                 **error);

/* What was changed and not saved yet is kept on this computer, with the version that it
 * is a change to. %NULL forgets it. */
void     tog_account_keep_availability        (TogAccount                    *self,
                                               const TogAvailabilitySettings *settings,
                                               const char                    *etag);
void     tog_account_load_kept_availability_async  (TogAccount         *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);
gboolean tog_account_load_kept_availability_finish (TogAccount              *self,
                                                    GAsyncResult            *result,
                                                    TogAvailabilitySettings *settings,
                                                    char                   **etag);

/* Both return (element-type TogSource) all of them. */
void       tog_account_load_sources_async   (TogAccount         *self,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
GPtrArray *tog_account_load_sources_finish  (TogAccount   *self,
                                             GAsyncResult *result,
                                             gboolean     *newest,
                                             GError      **error);
void       tog_account_delete_source_async  (TogAccount         *self,
                                             const char         *source_id,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
GPtrArray *tog_account_delete_source_finish (TogAccount   *self,
                                             GAsyncResult *result,
                                             GError      **error);

/* All end with tog_account_source_finish(), which returns the one as it is now. */
void       tog_account_put_busy_async      (TogAccount           *self,
                                            const char           *source_id,
                                            const TogBusyRequest *busy,
                                            gboolean              is_shared,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
void       tog_account_confirm_busy_async  (TogAccount              *self,
                                            const char              *source_id,
                                            const TogConfirmRequest *confirm,
                                            GCancellable            *cancellable,
                                            GAsyncReadyCallback      callback,
                                            gpointer                 user_data);
void       tog_account_put_address_async   (TogAccount              *self,
                                            const char              *source_id,
                                            const TogAddressRequest *address,
                                            GCancellable            *cancellable,
                                            GAsyncReadyCallback      callback,
                                            gpointer                 user_data);
TogSource *tog_account_source_finish       (TogAccount *self, GAsyncResult *result, GError **error);

/* Whether a group's heat map may name me; ends with tog_account_set_zone_finish(). */
void       tog_account_set_heat_map_name_async (TogAccount         *self,
                                                gboolean            named,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);

G_END_DECLS
