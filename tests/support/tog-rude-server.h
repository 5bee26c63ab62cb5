#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TogRudeness:
 *
 * What a correct server never does.
 */
typedef enum
{
  TOG_RUDE_NOTHING,        /* answers with what tog_rude_server_set_answer() said */
  TOG_RUDE_HTML_502,       /* a proxy's page */
  TOG_RUDE_HTML_200,       /* a web server's, or a hotel's, page */
  TOG_RUDE_NOT_FOUND,      /* a web server's page with 404 */
  TOG_RUDE_TRUNCATED,      /* closes in the middle of a body whose length it gave */
  TOG_RUDE_TRUNCATED_JSON, /* a body that ends early, as if it were whole */
  TOG_RUDE_WRONG_TYPES,    /* JSON in which nothing is of the right type */
  TOG_RUDE_NOT_JSON,       /* says JSON and sends something else */
  TOG_RUDE_NOT_UTF8,       /* says JSON and sends bytes */
  TOG_RUDE_NUL,            /* JSON with a NUL in its midst */
  TOG_RUDE_SILENCE,        /* takes the request and says nothing */
  TOG_RUDE_CLOSE,          /* takes the request and closes */
  TOG_RUDE_REDIRECT,       /* to where tog_rude_server_set_target() said */
  TOG_RUDE_HUGE_STRING,    /* ten megabytes of one string */
  TOG_RUDE_ENDLESS,        /* chunks without end */
  TOG_RUDE_DEEP,           /* a hundred thousand brackets */
  TOG_RUDE_DRIP,           /* a byte now and then */
  TOG_RUDE_NOT_HTTP,       /* speaks something else */
  TOG_RUDE_BUSY,           /* 429 with Retry-After */
  TOG_RUDE_PASS,           /* hands on to a real server, both ways */
  TOG_RUDE_LOSE_ANSWER,    /* hands on, and closes before the answer comes back */
} TogRudeness;

/**
 * TogRudeServer:
 *
 * A stub that listens on loopback and behaves badly, each connection on a thread
 * of its own.
 */
typedef struct _TogRudeServer TogRudeServer;

TogRudeServer *tog_rude_server_new          (GTlsCertificate *certificate);
void           tog_rude_server_free         (TogRudeServer *self);
const char    *tog_rude_server_get_address  (TogRudeServer *self);
void           tog_rude_server_set          (TogRudeServer *self, TogRudeness rudeness);
void           tog_rude_server_set_for      (TogRudeServer *self,
                                             TogRudeness    rudeness,
                                             guint          n_requests,
                                             TogRudeness    afterwards);
void           tog_rude_server_set_answer   (TogRudeServer *self,
                                             const char    *head,
                                             const char    *body);
void           tog_rude_server_set_target   (TogRudeServer *self, const char *address);
guint          tog_rude_server_get_n_requests (TogRudeServer *self);
char          *tog_rude_server_dup_requests (TogRudeServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogRudeServer, tog_rude_server_free)

G_END_DECLS
