      * The tax office's extract of accounts: variable-length records,
      * EBCDIC (code page 1147), packed amounts. The first byte of
      * every record tells its type.
       01  HEADER-REC.
           05  HD-TYPE             PIC X.
           05  HD-DATE             PIC 9(8).
           05  HD-SENDER           PIC X(20).
       01  ACCOUNT-REC.
           05  AC-TYPE             PIC X.
           05  ACCOUNT-NO          PIC 9(10).
           05  SIREN               PIC X(9).
           05  HOLDER              PIC X(32).
           05  STATUS-CODE         PIC X.
               88  IS-OPEN         VALUE "O".
               88  IS-CLOSED       VALUE "C".
           05  BALANCE             PIC S9(9)V99 COMP-3.
       01  TAX-LINE-REC.
           05  TL-TYPE             PIC X.
           05  TAX-CODE            PIC X(4).
           05  TAX-YEAR            PIC 9(4).
           05  DUE-DATE            PIC 9(8).
           05  AMOUNT-DUE          PIC S9(9)V99 COMP-3.
           05  INSTALMENT-COUNT    PIC S9(4) COMP.
           05  INSTALMENT          OCCURS 0 TO 4 TIMES
                                   DEPENDING ON INSTALMENT-COUNT.
               10  INSTALMENT-DATE     PIC 9(8).
               10  INSTALMENT-AMOUNT   PIC S9(7)V99 COMP-3.
       01  PAYMENT-REC.
           05  PY-TYPE             PIC X.
           05  PAYMENT-DATE        PIC 9(8).
           05  PAYMENT-AMOUNT      PIC S9(9)V99 COMP-3.
           05  PAYMENT-MODE        PIC X(4).
       01  TRAILER-REC.
           05  TR-TYPE             PIC X.
           05  TR-ACCOUNTS         PIC 9(7) COMP-3.
           05  TR-RECORDS          PIC S9(9) COMP.
           05  TR-TOTAL-DUE        PIC S9(13)V99 COMP-3.
