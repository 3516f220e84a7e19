// SPDX-License-Identifier: EUPL-1.2
/*
 * OpenSSL's headers, through this file only: they use the name ERR_STATE for a
 * type, which is one of our outcomes (base/err.h).
 */
#ifndef DOCUMENT_OPENSSL_H
#define DOCUMENT_OPENSSL_H

#define ERR_STATE openssl_err_state
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/http.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#endif
