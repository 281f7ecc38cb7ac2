      * Payments of 160 characters: 03 sender, 06 payment, 08 total.
       01  PAYMENT-REC.
           05  REC-CODE            PIC X(2).
               88  IS-SENDER       VALUE "03".
               88  IS-PAYMENT      VALUE "06".
               88  IS-TOTAL        VALUE "08".
           05  OPERATION-CODE      PIC X(2).
           05  FILLER              PIC X(8).
           05  SENDER-NO           PIC X(6).
           05  REFERENCE           PIC X(12).
           05  NAME                PIC X(24).
           05  BANK-NAME           PIC X(32).
           05  BRANCH              PIC X(5).
           05  ACCOUNT             PIC X(11).
           05  AMOUNT              PIC X(16).
           05  CENTS               REDEFINES AMOUNT PIC 9(14)V99.
           05  LABEL               PIC X(31).
           05  BANK                PIC X(5).
           05  FILLER              PIC X(6).
