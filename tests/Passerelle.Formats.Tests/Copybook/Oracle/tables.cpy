       01  TABLES-REC.
           05  REC-TYPE            PIC X.
               88  IS-ORDER        VALUE 'O'.
               88  IS-LETTER       VALUE 'A' THRU 'F'.
           05  SYNC-HALF           PIC S9(4) COMP SYNC.
           05  FLAG                PIC X.
           05  SYNC-FULL           PIC S9(9) COMP SYNC.
           05  BODY.
               10  BODY-TEXT       PIC X(12).
           05  ORDER-BODY REDEFINES BODY.
               10  ORDER-AMOUNT    PIC S9(9)V99 COMP-3.
               10  ORDER-DATE      PIC 9(6).
           05  FILLER              PIC X(3).
           05  MONTHS OCCURS 3 TIMES.
               10  MONTH-TOTAL     PIC S9(5)V99 COMP-3.
               10  MONTH-DAYS      PIC 99 OCCURS 2.
           05  LINE-COUNT          PIC 9(2).
           05  LINES-OF-ORDER OCCURS 0 TO 5 TIMES
                   DEPENDING ON LINE-COUNT.
               10  LINE-NO         PIC 9(3).
               10  LINE-AMOUNT     PIC S9(5)V99 COMP-3.
